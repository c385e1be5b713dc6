/** The RTP clock of the server: ticks of the wall clock at which a frame left FFmpeg, modulo 2^32. */
const ticksAMillisecond = 90;
const wrap = 2 ** 32 / ticksAMillisecond;

/**
 * When a frame left FFmpeg, in Unix milliseconds of the server's clock.
 * @param rtpTimestamp the frame's @param near a time of the server's clock within half a day of it
 */
export function producedAt(rtpTimestamp: number, near: number): number {
  const place = rtpTimestamp / ticksAMillisecond;
  return place + wrap * Math.round((near - place) / wrap);
}
