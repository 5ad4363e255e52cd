/** The text in a WebSocket frame of a server. */
export function frameText(frame: Buffer): string {
  const length = frame.readUInt8(1);
  if (length === 126) return frame.toString('utf8', 4);
  return frame.toString('utf8', length === 127 ? 10 : 2);
}
