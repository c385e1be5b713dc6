import { fetchSession } from "../api/session";
import { element, setText } from "./element";

/** Who is signed in, and the way out; nothing where nobody has to sign in. */
export function account(): HTMLElement {
  const name = element("span", "account-name");
  const out = element("button", "sign-out", "Sign out");
  const form = element("form", "account", name, out);
  form.method = "post";
  form.action = "/logout";
  form.hidden = true;
  void fetchSession().then((session) => {
    if (!session?.name) return;
    setText(name, session.name);
    form.hidden = false;
  });
  return form;
}
