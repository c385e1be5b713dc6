/** The name as it was typed last, for a second attempt. */
const typedName = "camgrid.name";

/**
 * What the browser would do by itself, were the address without a "#" and the answer no other page: the name stays, and the
 * cursor stands where one types next.
 */
export function guideForm(page: Document, hash: string): void {
  const name = page.querySelector<HTMLInputElement>("#name");
  const password = page.querySelector<HTMLInputElement>("#password");
  const notice = hash.length > 1 ? page.getElementById(hash.slice(1)) : null;
  if (!name || !password) return;
  if (notice) {
    password.setAttribute("aria-describedby", notice.id);
    name.value = sessionStorage.getItem(typedName) ?? "";
    if (notice.id === "wrong") {
      name.setAttribute("aria-invalid", "true");
      password.setAttribute("aria-invalid", "true");
    }
  }
  const focus = (): void => {
    (name.value === "" ? name : password).focus();
  };
  // Not before the browser went to the place behind "#", which takes the cursor away.
  page.defaultView?.addEventListener("load", () => requestAnimationFrame(focus));
  const button = page.querySelector("button");
  const form = page.querySelector("form");
  // Without the "#", which browsers carry over to where the answer leads.
  if (form) form.action = page.location.pathname + page.location.search;
  form?.addEventListener("submit", () => {
    sessionStorage.setItem(typedName, name.value);
    // Comparing takes a moment; a second press would be a second attempt.
    if (button) button.disabled = true;
  });
  // Back from the next page, the browser may show this one as it was left.
  page.defaultView?.addEventListener("pageshow", () => {
    if (button) button.disabled = false;
  });
}

/**
 * A kiosk's link: its token stands behind "#", which browsers send to nobody, so that no log on the way holds it. It goes
 * on as a form, and the address without it into the history.
 */
export function enterByLink(page: Document, hash: string): void {
  const form = page.createElement("form");
  form.method = "post";
  form.action = `/enter${page.location.search}`;
  form.hidden = true;
  const token = page.createElement("input");
  token.name = "token";
  token.value = hash.slice(1);
  form.append(token);
  page.body.append(form);
  page.defaultView?.history.replaceState(null, "", `/enter${page.location.search}`);
  form.submit();
}
