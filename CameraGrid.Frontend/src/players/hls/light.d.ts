// The light build (no subtitles, no DRM, no alternate audio: none of which a camera has) comes without types.
declare module "hls.js/light" {
  export * from "hls.js";
  export { default } from "hls.js";
}
