import type { Command, KeyLimits } from '#server/engine/index.ts';
import type { BlankCommands, Mutable } from './blank-commands.ts';
import { ADDRESS_WORDS, readDigits } from './decode-custody.ts';
import { noCommand } from './decoded-choice.ts';
import { kindNumbers } from './record-layout.ts';
import type { RecordReader } from './record-reader.ts';

const TWO_32 = 4_294_967_296;

/**
 * Reads the fields of a record about what an owner did on chain into its blank command.
 *
 * @returns `null` when the kind is another one.
 */
export function noteCommand(
  kind: number,
  { reader, blank }: { readonly reader: RecordReader; readonly blank: BlankCommands },
): Command | null {
  switch (kind) {
    case kindNumbers['note-cancel']:
      return noteCancel(reader, blank['note-cancel']);
    case kindNumbers['note-approval']:
      return noteApproval(reader, blank['note-approval']);
    case kindNumbers['note-revocation']:
      return noteRevocation(reader, blank['note-revocation']);
    case kindNumbers['note-epoch']:
      return noteEpoch(reader, blank['note-epoch']);
    case kindNumbers['confirm-approval']:
      return confirmApproval(reader, blank['confirm-approval']);
    default:
      return null;
  }
}

/** Number, time and owner. */
function begin(reader: RecordReader, command: { seq: number; time: number; owner: string }): void {
  command.seq = reader.u53();
  command.time = reader.u53();
  command.owner = readDigits(reader, ADDRESS_WORDS);
}

function readNonce(reader: RecordReader): number {
  const low = reader.u32();
  const high = reader.u32();
  if (high > 0xffff) throw noCommand('a nonce has more than 48 bits', null);
  return high * TWO_32 + low;
}

function readKey(reader: RecordReader, into: Mutable<KeyLimits>): void {
  into.address = readDigits(reader, ADDRESS_WORDS);
  into.nonce = readNonce(reader);
  into.maxNotional = reader.u53();
  into.expiry = reader.u32();
  into.marketsLow = reader.u32();
  into.marketsHigh = reader.u32();
}

function noteCancel(reader: RecordReader, command: BlankCommands['note-cancel']): Command {
  begin(reader, command);
  command.nonce = readNonce(reader);
  return command;
}

function noteApproval(reader: RecordReader, command: BlankCommands['note-approval']): Command {
  begin(reader, command);
  readKey(reader, command);
  return command;
}

function noteRevocation(reader: RecordReader, command: BlankCommands['note-revocation']): Command {
  begin(reader, command);
  command.address = readDigits(reader, ADDRESS_WORDS);
  command.nonce = readNonce(reader);
  return command;
}

function noteEpoch(reader: RecordReader, command: BlankCommands['note-epoch']): Command {
  begin(reader, command);
  command.epoch = reader.u32() & 0xffff;
  return command;
}

function confirmApproval(
  reader: RecordReader,
  command: BlankCommands['confirm-approval'],
): Command {
  command.seq = reader.u53();
  command.time = reader.u53();
  command.account = reader.u32();
  readKey(reader, command);
  return command;
}
