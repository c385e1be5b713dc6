import { fetchSession, type Session } from "../api/session";
import { element } from "../page/element";
import { accountsBar } from "./accountsBar";
import { kiosksSection } from "./kiosks";
import { firstAccountSection, kioskSection, waitingSection } from "./notices";
import { ownPasswordSection } from "./ownPassword";
import { usersSection } from "./users";

const askAgain = 3_000;

function sectionsFor({ name, role, kiosk }: Session): readonly HTMLElement[] {
  if (!name) return [firstAccountSection()];
  if (kiosk) return [kioskSection()];
  return role === "admin"
    ? [usersSection(name), kiosksSection(), ownPasswordSection(name)]
    : [ownPasswordSection(name)];
}

const main = element("main", "accounts");

async function show(): Promise<void> {
  const session = await fetchSession();
  main.replaceChildren(...(session ? sectionsFor(session) : [waitingSection()]));
  if (!session) setTimeout(() => void show(), askAgain);
  // The first account is made elsewhere. From then on the server asks to sign in, and this page with it.
  else if (!session.name) setInterval(() => void fetchSession(), askAgain);
}

(document.getElementById("app") ?? document.body).append(element("div", "page", accountsBar(), main));
void show();
