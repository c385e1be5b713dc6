import { account } from "../page/account";
import { element } from "../page/element";

/** One thin line, as in the grid: where we are, who is here, the ways on. */
export function accountsBar(): HTMLElement {
  const [grid, status] = [element("a", "page-link", "Grid"), element("a", "page-link", "Status")];
  grid.href = "/";
  status.href = "/status";
  return element(
    "header",
    "bar",
    element("h1", "product", "Accounts"),
    element("span", "space"),
    account(),
    grid,
    status,
  );
}
