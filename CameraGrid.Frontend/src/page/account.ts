import { fetchSession } from "../api/session";
import { element, setText } from "./element";

/** Who is signed in, which leads to the accounts, and the way out. */
export function account(): HTMLElement {
  const link = element("a", "page-link account-name", "Accounts");
  link.href = "/accounts";
  const out = element("button", "sign-out", "Sign out");
  const form = element("form", "account", link, out);
  form.method = "post";
  form.action = "/logout";
  form.hidden = true;
  void fetchSession().then((session) => {
    if (!session) return;
    // Where nobody has to sign in, nobody can sign out.
    out.hidden = !session.name;
    if (session.name) {
      setText(link, session.name);
      link.setAttribute("aria-label", `${session.name}: accounts and passwords`);
    }
    form.hidden = false;
  });
  return form;
}
