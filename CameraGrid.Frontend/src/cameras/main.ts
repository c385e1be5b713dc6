import { showCameras } from "./camerasPage";

showCameras(document.getElementById("app") ?? document.body);
