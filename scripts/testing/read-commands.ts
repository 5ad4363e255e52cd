import type { Command } from '#server/engine/index.ts';
import { CommandDecoder, type RecordBlock } from '#server/journal/index.ts';

const decoder = new CommandDecoder();

/** The commands of a block, each an object of its own. */
function commandsOf(block: RecordBlock): readonly Command[] {
  const commands: Command[] = [];
  decoder.visit(block, (command) => void commands.push(structuredClone(command)));
  return commands;
}

/** All commands that a log or a reader gives. */
export async function readCommands(
  blocks: AsyncIterable<RecordBlock> | Iterable<RecordBlock>,
): Promise<readonly Command[]> {
  const commands: Command[] = [];
  for await (const block of blocks) commands.push(...commandsOf(block));
  return commands;
}

/** The bytes of all records that a log or a reader gives, back to back. */
export async function readRecordBytes(
  blocks: AsyncIterable<RecordBlock> | Iterable<RecordBlock>,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const { memory, start, end } of blocks) pieces.push(memory.bytes.slice(start, end));
  return Buffer.concat(pieces);
}
