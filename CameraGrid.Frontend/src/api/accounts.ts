import { type Problem, request } from "./request";

export type Role = "viewer" | "admin";

/** Someone who may sign in, as GET /api/users lists them. */
export interface User {
  readonly name: string;
  readonly role: Role;
  /** ISO 8601, UTC */
  readonly createdAt: string;
}

/** A screen that watches by a link, as GET /api/kiosks lists them. */
export interface Kiosk {
  readonly name: string;
  /** ISO 8601, UTC */
  readonly createdAt: string;
}

/** What a new kiosk's screen opens; nobody is told again. */
export interface KioskLink {
  readonly name: string;
  /** A path with the token: the grid's own address belongs before it. */
  readonly link: string;
}

type Done = Promise<Problem | null>;

const at = (path: string, name: string): string => `${path}/${encodeURIComponent(name)}`;

export const fetchUsers = (): Promise<{ readonly users: readonly User[] } | Problem> => request("GET", "/api/users");

export const addUser = (name: string, password: string, role: Role): Done =>
  request("POST", "/api/users", { name, password, role });

export const setPassword = (name: string, password: string): Done =>
  request("PUT", `${at("/api/users", name)}/password`, { password });

export const removeUser = (name: string): Done => request("DELETE", at("/api/users", name));

export const fetchKiosks = (): Promise<{ readonly kiosks: readonly Kiosk[] } | Problem> =>
  request("GET", "/api/kiosks");

export const addKiosk = (name: string): Promise<KioskLink | Problem> => request("POST", "/api/kiosks", { name });

export const removeKiosk = (name: string): Done => request("DELETE", at("/api/kiosks", name));

export const changeOwnPassword = (current: string, password: string): Done =>
  request("PUT", "/api/session/password", { current, password });
