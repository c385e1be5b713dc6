import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  addKiosk,
  addUser,
  changeOwnPassword,
  fetchKiosks,
  fetchUsers,
  removeKiosk,
  removeUser,
  setPassword,
} from "../../src/api/accounts";
import { Problem, request } from "../../src/api/request";

const fetched = vi.fn<typeof fetch>();
const assign = vi.fn();

beforeEach(() => {
  vi.stubGlobal("fetch", fetched);
  vi.stubGlobal("location", { pathname: "/accounts", search: "", assign });
});

afterEach(() => {
  fetched.mockReset();
  assign.mockReset();
  vi.unstubAllGlobals();
});

const problem = (status: number, body: object): Response =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/problem+json" } });

test.each([
  ["GET", "/api/users", undefined, fetchUsers],
  ["POST", "/api/users", { name: "ann", password: "p", role: "viewer" }, () => addUser("ann", "p", "viewer")],
  ["PUT", "/api/users/ann/password", { password: "p" }, () => setPassword("ann", "p")],
  ["DELETE", "/api/users/a.b_c-d", undefined, () => removeUser("a.b_c-d")],
  ["GET", "/api/kiosks", undefined, fetchKiosks],
  ["POST", "/api/kiosks", { name: "hall" }, () => addKiosk("hall")],
  ["DELETE", "/api/kiosks/x%2F..%2Fy", undefined, () => removeKiosk("x/../y")],
  ["PUT", "/api/session/password", { current: "a", password: "b" }, () => changeOwnPassword("a", "b")],
])("%s %s is asked as the API has it", async (method, path, body, ask) => {
  fetched.mockResolvedValueOnce(new Response("{}"));

  await ask();

  expect(fetched).toHaveBeenCalledExactlyOnceWith(path, expect.objectContaining({ method }));
  const sent = fetched.mock.calls[0]?.[1]?.body;
  expect(sent === undefined ? undefined : JSON.parse(sent as string)).toEqual(body);
});

test.each([201, 204])("an answer without content is done: %i", async (status) => {
  fetched.mockResolvedValueOnce(new Response(null, { status }));

  expect(await addUser("ann", "staple battery horse", "viewer")).toBeNull();
});

test("a problem says what is wrong, and with which field", async () => {
  fetched.mockResolvedValueOnce(problem(400, { detail: "A password has 12 to 1024 characters.", field: "password" }));

  expect(await setPassword("ann", "short")).toEqual(
    new Problem(400, "A password has 12 to 1024 characters.", "password"),
  );
  expect(assign).not.toHaveBeenCalled();
});

test("a problem of no field in particular has none", async () => {
  fetched.mockResolvedValueOnce(problem(409, { detail: "Make another admin first." }));

  expect(await removeUser("admin")).toEqual(new Problem(409, "Make another admin first.", null));
});

test.each(["<h1>Bad gateway</h1>", "", "null"])(
  "an answer of something on the way is a problem, too: %j",
  async (body) => {
    fetched.mockResolvedValueOnce(new Response(body, { status: 502 }));

    expect(await fetchUsers()).toEqual(new Problem(502, "The server refused (502). Try again in a moment."));
  },
);

test("a server that is away is a problem", async () => {
  fetched.mockRejectedValueOnce(new TypeError("Failed to fetch"));

  expect(await request("GET", "/api/users")).toEqual(
    new Problem(0, "The server does not answer. Try again in a moment."),
  );
});

test("whose session ended goes to the sign-in page and back", async () => {
  fetched.mockResolvedValueOnce(problem(401, { detail: "Sign in." }));

  await fetchUsers();

  expect(assign).toHaveBeenCalledExactlyOnceWith("/login?return=%2Faccounts");
});
