import { addKiosk, fetchKiosks, type Kiosk, removeKiosk } from "../api/accounts";
import { Problem } from "../api/request";
import { element } from "../page/element";
import { AnsweredForm } from "./answeredForm";
import { copyable } from "./copyable";
import { nameField } from "./fields";
import { Line, lineButton } from "./line";
import { LineList } from "./list";
import { Section } from "./section";
import { sinceWords } from "./words";

/** All screens that watch by a link, for an admin. */
export function kiosksSection(): HTMLElement {
  const list = new LineList(async () => {
    const answer = await fetchKiosks();
    return answer instanceof Problem ? answer : answer.kiosks.map(lineOf);
  }, "There is none.");

  function lineOf({ name, createdAt }: Kiosk): Line {
    const line = new Line(name, ["kiosk", sinceWords(createdAt)]);
    line.offer(
      lineButton("Revoke", `Revoke the link of ${name}`, () => {
        line.ask({
          text: `Revoke the link of ${name}? Its screens end at once.`,
          yes: "Revoke",
          act: () => removeKiosk(name),
          done: () => {
            link.replaceChildren();
            section.say(`The link of ${name} is revoked.`);
            section.focus();
            void list.refresh();
          },
        });
      }),
    );
    return line;
  }

  const link = element("div", "link");
  const name = nameField();
  const form = new AnsweredForm(
    [name],
    "Make link",
    () => addKiosk(name.value),
    (made) => {
      section.say(`${made.name} has a link.`);
      const box = copyable(`Link of ${made.name}`, location.origin + made.link);
      link.replaceChildren(
        element(
          "p",
          "",
          `Open the link of ${made.name} once on its screen. It is not shown again, and whoever has it may watch.`,
        ),
        box.element,
      );
      box.focus();
      void list.refresh();
    },
  );
  const section = new Section(
    "Kiosk links",
    "A screen on a wall watches by its link, without a password, until that is revoked.",
    list.element,
    link,
    form.element,
  );
  void list.refresh();
  return section.element;
}
