/** A whole message of text; who serves does not mask it. */
const FINAL_TEXT = 0x81;
/** Lengths up to this one stand in the second byte … */
const SHORT = 125;
/** … up to this one in two more bytes, beyond it in eight. */
const MEDIUM = 0xffff;

/** A text as the WebSocket frame (RFC 6455, 5.2) that a server sends: made once, written to many. */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  if (length <= SHORT) return frameOf(text, { length, code: length, head: 2 });
  if (length <= MEDIUM) {
    const frame = frameOf(text, { length, code: 126, head: 4 });
    frame.writeUInt16BE(length, 2);
    return frame;
  }
  const frame = frameOf(text, { length, code: 127, head: 10 });
  frame.writeBigUInt64BE(BigInt(length), 2);
  return frame;
}

function frameOf(
  text: string,
  { length, code, head }: { length: number; code: number; head: number },
): Buffer {
  const frame = Buffer.allocUnsafe(head + length);
  frame.writeUInt8(FINAL_TEXT, 0);
  frame.writeUInt8(code, 1);
  frame.write(text, head);
  return frame;
}
