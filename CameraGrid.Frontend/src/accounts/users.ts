import { addUser, fetchUsers, removeUser, type Role, setPassword, type User } from "../api/accounts";
import { Problem } from "../api/request";
import { AnsweredForm } from "./answeredForm";
import { accountName, nameField, passwordField, roleField } from "./fields";
import { Line, lineButton } from "./line";
import { LineList } from "./list";
import { Section } from "./section";
import { sinceWords } from "./words";

/**
 * All accounts, for an admin.
 * @param me whose page it is: the own password has a place of its own
 */
export function usersSection(me: string): HTMLElement {
  const list = new LineList(async () => {
    const answer = await fetchUsers();
    return answer instanceof Problem ? answer : answer.users.map(lineOf);
  }, "There is no account.");

  function changed(sentence: string): void {
    section.say(sentence);
    void list.refresh();
  }

  function lineOf(user: User): Line {
    const line = new Line(user.name, [user.role, sinceWords(user.createdAt)]);
    if (user.name !== me) {
      line.offer(
        lineButton("Set password", `Set the password of ${user.name}`, () => {
          openPassword(line, user.name);
        }),
      );
    }
    line.offer(
      lineButton("Remove", `Remove ${user.name}`, () => {
        line.ask({
          text: `Remove ${user.name}? Whoever is signed in with it is signed out at once.`,
          yes: "Remove",
          act: () => removeUser(user.name),
          done: () => {
            changed(`${user.name} is removed.`);
            section.focus();
          },
        });
      }),
    );
    return line;
  }

  function openPassword(line: Line, name: string): void {
    const password = passwordField("password", `New password of ${name}`, "new");
    const cancel = lineButton("Cancel", "Cancel", () => {
      line.close();
    });
    const form = new AnsweredForm(
      [password],
      "Set password",
      () => setPassword(name, password.value),
      () => {
        line.close();
        section.say(`${name} has another password, and signs in again with it.`);
      },
      cancel,
    );
    form.element.prepend(accountName(name));
    line.open(form, password.control);
  }

  const [name, password, role] = [nameField(), passwordField("password", "Password", "new"), roleField()];
  const form = new AnsweredForm(
    [name, password, role],
    "Add account",
    async () => {
      const added = name.value.trim().toLowerCase();
      const problem = await addUser(added, password.value, role.value as Role);
      return problem ?? added;
    },
    (added) => {
      changed(`${added} may sign in.`);
    },
  );
  const section = new Section(
    "Accounts",
    "Viewers watch. Admins also manage accounts and kiosks.",
    list.element,
    form.element,
  );
  void list.refresh();
  return section.element;
}
