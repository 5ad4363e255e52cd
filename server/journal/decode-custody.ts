import {
  type AnnulledTrade,
  type Command,
  freezeReasons,
  MOST_ANNULLED,
} from '#server/engine/index.ts';
import type { BlankCommands } from './blank-commands.ts';
import { decodedChoice } from './decoded-choice.ts';
import { HAS_SIGNATURE, kindNumbers, LISTED_TRADES } from './record-layout.ts';
import type { RecordReader } from './record-reader.ts';

const TWO_32 = 4_294_967_296;

/** Words of four bytes that an address has, and a hash. */
export const ADDRESS_WORDS = 5;
const HASH_WORDS = 8;

/**
 * Reads the fields of a record about what the contract holds into its blank command.
 *
 * @returns `null` when the kind is another one.
 */
export function custodyCommand(
  kind: number,
  { reader, blank }: { readonly reader: RecordReader; readonly blank: BlankCommands },
): Command | null {
  switch (kind) {
    case kindNumbers['request-withdrawal']:
      return requestWithdrawal(reader, blank['request-withdrawal']);
    case kindNumbers['finish-withdrawal']:
      return finishWithdrawal(reader, blank['finish-withdrawal']);
    case kindNumbers['freeze-account']:
      return freezeAccount(reader, blank['freeze-account']);
    case kindNumbers['submit-batch']:
      return submitBatch(reader, blank['submit-batch']);
    case kindNumbers['settle-batch']:
      return settleBatch(reader, blank['settle-batch']);
    case kindNumbers['quarantine-trade']:
      return quarantineTrade(reader, blank['quarantine-trade']);
    case kindNumbers['reassign-trade']:
      return reassignTrade(reader, blank['reassign-trade']);
    case kindNumbers['annul-trades']:
      return annulTrades(reader, blank['annul-trades']);
    default:
      return null;
  }
}

/** Words as 0x and eight hexadecimal digits each. */
export function readDigits(reader: RecordReader, words: number): string {
  let text = '0x';
  for (let word = 0; word < words; word += 1) {
    text += reader.u32().toString(16).padStart(8, '0');
  }
  return text;
}

/** A nonce of 48 bits, and an epoch of 16. */
export function readNonce(reader: RecordReader, into: { nonce: number; epoch: number }): void {
  const nonceLow = reader.u32();
  const nonceHighAndEpoch = reader.u32();
  into.nonce = (nonceHighAndEpoch & 0xffff) * TWO_32 + nonceLow;
  into.epoch = nonceHighAndEpoch >>> 16;
}

function readSignature(reader: RecordReader, spare: Uint8Array | null): Uint8Array | null {
  const word = reader.u32();
  return (word & HAS_SIGNATURE) === 0 ? null : reader.padded(word >>> 16, spare);
}

function stamp(reader: RecordReader, command: { seq: number; time: number }): void {
  command.seq = reader.u53();
  command.time = reader.u53();
}

function requestWithdrawal(
  reader: RecordReader,
  command: BlankCommands['request-withdrawal'],
): Command {
  stamp(reader, command);
  command.account = reader.u32();
  command.to = readDigits(reader, ADDRESS_WORDS);
  readNonce(reader, command);
  command.amount = reader.u53();
  command.asset = reader.u32();
  command.expiry = reader.u32();
  command.native = decodedChoice(reader.u32(), 1) === 1;
  command.signature = readSignature(reader, command.signature);
  return command;
}

function finishWithdrawal(
  reader: RecordReader,
  command: BlankCommands['finish-withdrawal'],
): Command {
  stamp(reader, command);
  const nonceLow = reader.u32();
  const nonceHighAndPaid = reader.u32();
  command.nonce = (nonceHighAndPaid & 0xffff) * TWO_32 + nonceLow;
  command.paid = decodedChoice(nonceHighAndPaid >>> 16, 1) === 1;
  command.account = reader.u32();
  reader.u32();
  return command;
}

function freezeAccount(reader: RecordReader, command: BlankCommands['freeze-account']): Command {
  stamp(reader, command);
  command.account = reader.u32();
  const word = reader.u32();
  command.frozen = decodedChoice(word & 0xffff, 1) === 1;
  command.reason = freezeReasons[decodedChoice(word >>> 16, freezeReasons.length - 1)] ?? 'exit';
  return command;
}

function submitBatch(reader: RecordReader, command: BlankCommands['submit-batch']): Command {
  stamp(reader, command);
  command.batch = reader.u53();
  command.through = reader.u53();
  command.digest = readDigits(reader, HASH_WORDS);
  return command;
}

function settleBatch(reader: RecordReader, command: BlankCommands['settle-batch']): Command {
  stamp(reader, command);
  command.batch = reader.u53();
  command.through = reader.u53();
  command.block = reader.u53();
  command.transaction = readDigits(reader, HASH_WORDS);
  command.takenOver = listed(reader, LISTED_TRADES, () => reader.u53());
  return command;
}

/** So many of something as the record says, behind a count and zeros. */
function listed<Item>(reader: RecordReader, most: number, read: () => Item): Item[] {
  const count = decodedChoice(reader.u32(), most);
  reader.u32();
  return Array.from({ length: count }, read);
}

function annulTrades(reader: RecordReader, command: BlankCommands['annul-trades']): Command {
  stamp(reader, command);
  command.trades = listed(reader, MOST_ANNULLED, () => annulledTrade(reader));
  return command;
}

function annulledTrade(reader: RecordReader): AnnulledTrade {
  const [tradeId, buyer, seller, assets] = [reader.u53(), reader.u32(), reader.u32(), reader.u32()];
  reader.u32();
  return {
    tradeId,
    buyer,
    seller,
    baseAsset: assets & 0xffff,
    quoteAsset: assets >>> 16,
    base: reader.u53(),
    quote: reader.u53(),
    buyerFee: reader.u53(),
    sellerFee: reader.u53(),
  };
}

function quarantineTrade(
  reader: RecordReader,
  command: BlankCommands['quarantine-trade'],
): Command {
  stamp(reader, command);
  command.tradeId = reader.u53();
  return command;
}

function reassignTrade(reader: RecordReader, command: BlankCommands['reassign-trade']): Command {
  stamp(reader, command);
  command.tradeId = reader.u53();
  command.paid = reader.u53();
  command.received = reader.u53();
  command.from = reader.u32();
  command.to = reader.u32();
  const word = reader.u32();
  command.paidAsset = word & 0xffff;
  command.receivedAsset = word >>> 16;
  reader.u32();
  return command;
}
