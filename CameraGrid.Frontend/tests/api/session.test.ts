import { afterEach, expect, test, vi } from "vitest";
import { leaveIfSignedOut } from "../../src/api/session";

const assign = vi.fn();
vi.stubGlobal("location", { pathname: "/", search: "?kiosk&cameras=a,b", assign });

afterEach(() => {
  assign.mockClear();
});

test.each([200, 403, 404, 500, 503])("stays where the answer is %i", (status) => {
  expect(leaveIfSignedOut(status)).toBe(false);
  expect(assign).not.toHaveBeenCalled();
});

test("a 401 leads to the sign-in page, which knows the way back", () => {
  expect(leaveIfSignedOut(401)).toBe(true);
  expect(assign).toHaveBeenCalledExactlyOnceWith("/login?return=%2F%3Fkiosk%26cameras%3Da%2Cb");
});
