import { enterByLink, guideForm } from "./signIn";

if (location.pathname === "/enter") enterByLink(document, location.hash);
else guideForm(document, location.hash);
