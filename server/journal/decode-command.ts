import type {
  Authority,
  Command,
  Leg,
  MarketState,
  OrderType,
  PostOnly,
  PriceSource,
  SelfTradeMode,
  Side,
  TimeInForce,
  Trigger,
} from '#server/engine/index.ts';
import {
  type BlankCommands,
  blankAuthority,
  blankCommands,
  blankLeg,
  type Mutable,
} from './blank-commands.ts';
import { BLOCK_HEADER_BYTES } from './block-layout.ts';
import { largestChoice, SMALLEST_SET_SOURCE } from './choices.ts';
import { ADDRESS_WORDS, custodyCommand, readDigits, readNonce } from './decode-custody.ts';
import { noteCommand } from './decode-notes.ts';
import { decodedChoice as choice, noCommand } from './decoded-choice.ts';
import { JournalError } from './journal-error.ts';
import type { RecordBlock } from './record-block.ts';
import {
  HAS_AUTHORITY,
  HAS_DISPLAY,
  HAS_EXPIRY,
  HAS_SIGNATURE,
  HAS_STOP_LOSS,
  HAS_TAKE_PROFIT,
  kindNumbers,
  POST_ONLY_SHIFT,
  RECORD_VERSION,
  REDUCE_ONLY_SHIFT,
  SELF_TRADE_SHIFT,
  TIME_IN_FORCE_SHIFT,
  TRIGGER_BY_SHIFT,
  TRIGGER_SHIFT,
  TYPE_SHIFT,
} from './record-layout.ts';
import type { RecordMemory } from './record-memory.ts';
import { RecordReader } from './record-reader.ts';
import { readWide } from './wide-word.ts';

/** Where a record holds its number, counted in words from its first. */
const SEQ_WORD = 2;

/** Bytes of the record at a byte offset; the next one begins behind them. */
export function recordLength({ words }: RecordMemory, offset: number): number {
  return (words[offset >>> 2] as number) & 0xffff;
}

/**
 * Turns records into commands. It has one object for every kind and fills it again and again, so
 * that decoding allocates nothing: a command is valid until the next one is decoded.
 */
export class CommandDecoder {
  readonly #reader = new RecordReader();
  readonly #blank: BlankCommands = blankCommands();
  readonly #takeProfit = blankLeg();
  readonly #stopLoss = blankLeg();
  readonly #authority = blankAuthority();
  readonly #takeProfitAuthority = blankAuthority();
  readonly #stopLossAuthority = blankAuthority();
  /** Kept while orders without signature come in between. */
  #signature: Uint8Array | null = null;

  /**
   * The command of the record at a byte offset. Its checksum is taken as verified.
   *
   * @throws JournalError `journal/unsupported-version`, or `journal/damaged` when the record is none.
   */
  decode(memory: RecordMemory, offset: number): Command {
    const head = memory.words[offset >>> 2] as number;
    const version = (head >>> 16) & 255;
    if (version !== RECORD_VERSION) throw unsupported(version);
    this.#reader.begin(memory, offset, head & 0xffff);
    const command = this.#command(head >>> 24);
    if (!this.#reader.isExact()) throw noCommand('a number is above 2^53 - 1', command);
    if (!this.#reader.isAtEnd()) throw noCommand('its length is not that of its fields', command);
    return command;
  }

  /**
   * Decodes all commands of a block, one after another.
   *
   * @throws JournalError as `decode` does, naming the file, the offset and the record.
   */
  visit(block: RecordBlock, visit: (command: Command) => void): void {
    const { memory, end } = block;
    for (let offset = block.start; offset < end; ) {
      const length = recordLength(memory, offset);
      visit(this.#decodeIn(block, offset));
      offset += length;
    }
  }

  #decodeIn(block: RecordBlock, offset: number): Command {
    try {
      return this.decode(block.memory, offset);
    } catch (error) {
      throw error instanceof JournalError ? error.at(placeOf(block, offset)) : error;
    }
  }

  #command(kind: number): Command {
    switch (kind) {
      case kindNumbers.place:
        return this.#place();
      case kindNumbers.cancel:
        return this.#cancel();
      case kindNumbers.modify:
        return this.#modify();
      case kindNumbers['place-oco']:
        return this.#pair();
      case kindNumbers['cancel-all']:
        return this.#cancelAll();
      case kindNumbers['set-price']:
        return this.#setPrice();
      case kindNumbers.tick:
        return this.#stamped(this.#blank.tick);
      case kindNumbers['arm-dead-man']:
        return this.#armDeadMan();
      case kindNumbers.deposit:
        return this.#movement(this.#blank.deposit);
      case kindNumbers.withdraw:
        return this.#movement(this.#blank.withdraw);
      case kindNumbers['open-account']:
        return this.#addressed(this.#blank['open-account']);
      case kindNumbers['list-market']:
        return this.#listMarket();
      case kindNumbers['set-market-state']:
        return this.#setMarketState();
      default:
        return this.#identity(kind);
    }
  }

  #identity(kind: number): Command {
    switch (kind) {
      case kindNumbers['approve-agent']:
        return this.#approveAgent();
      case kindNumbers['revoke-agent']:
        return this.#addressed(this.#blank['revoke-agent']);
      case kindNumbers['bump-epoch']:
        return this.#bumpEpoch();
      case kindNumbers['reserve-nonces']:
        return this.#reserveNonces();
      default:
        return this.#told(kind);
    }
  }

  /** What the contract holds, and what owners did there. */
  #told(kind: number): Command {
    const into = { reader: this.#reader, blank: this.#blank };
    return custodyCommand(kind, into) ?? noteCommand(kind, into) ?? unknownKind(kind);
  }

  #stamped<Kind extends { seq: number; time: number }>(command: Kind): Kind {
    command.seq = this.#reader.u53();
    command.time = this.#reader.u53();
    return command;
  }

  #place(): Command {
    const reader = this.#reader;
    const place = this.#stamped(this.#blank.place);
    place.orderId = reader.u53();
    place.clientOrderId = reader.u53();
    place.account = reader.u32();
    place.price = reader.u32();
    place.quantity = reader.u32();
    const marketAndOptions = reader.u32();
    place.market = marketAndOptions & 0xffff;
    fillOptions(place, marketAndOptions >>> 16);
    const parts = reader.u32();
    place.triggerPrice = reader.u32();
    this.#fillParts(place, parts);
    return place;
  }

  #fillParts(place: BlankCommands['place'], parts: number): void {
    const reader = this.#reader;
    place.signature = null;
    if ((parts & HAS_SIGNATURE) !== 0) {
      this.#signature = reader.padded(parts >>> 16, this.#signature);
      place.signature = this.#signature;
    }
    place.authority = (parts & HAS_AUTHORITY) !== 0 ? this.#authorityInto(this.#authority) : null;
    place.displayQuantity = 0;
    if ((parts & HAS_DISPLAY) !== 0) {
      place.displayQuantity = reader.u32();
      reader.u32();
    }
    place.expiry = (parts & HAS_EXPIRY) !== 0 ? reader.u53() : 0;
    place.takeProfit = (parts & HAS_TAKE_PROFIT) !== 0 ? this.#firstLeg() : null;
    place.stopLoss = (parts & HAS_STOP_LOSS) !== 0 ? this.#secondLeg() : null;
  }

  #firstLeg(): Leg {
    return this.#leg(this.#takeProfit, this.#takeProfitAuthority);
  }

  #secondLeg(): Leg {
    return this.#leg(this.#stopLoss, this.#stopLossAuthority);
  }

  #leg(leg: Mutable<Leg>, authority: Mutable<Authority>): Leg {
    const reader = this.#reader;
    leg.orderId = reader.u53();
    leg.clientOrderId = reader.u53();
    leg.price = reader.u32();
    leg.triggerPrice = reader.u32();
    const choices = reader.u32();
    leg.type = choice(choices & 0xffff, largestChoice.type) as OrderType;
    leg.triggerBy = choice(choices >>> 16, largestChoice.priceSource) as PriceSource;
    this.#fillSignature(leg, authority);
    return leg;
  }

  /** A signature, and the authority where the record may have one. */
  #fillSignature(
    signed: { signature: Uint8Array | null; authority: Authority | null },
    authority: Mutable<Authority>,
  ): void {
    const word = this.#reader.u32();
    signed.signature = this.#ownSignature(word, signed.signature);
    signed.authority = (word & HAS_AUTHORITY) === 0 ? null : this.#authorityInto(authority);
  }

  #ownSignature(word: number, spare: Uint8Array | null): Uint8Array | null {
    return (word & HAS_SIGNATURE) === 0 ? null : this.#reader.padded(word >>> 16, spare);
  }

  #authorityInto(authority: Mutable<Authority>): Authority {
    const reader = this.#reader;
    readNonce(reader, authority);
    authority.expiry = reader.u32();
    authority.maxFeePpm = reader.u32();
    authority.agent = reader.u32();
    reader.u32();
    return authority;
  }

  #pair(): Command {
    const reader = this.#reader;
    const pair = this.#stamped(this.#blank['place-oco']);
    pair.expiry = reader.u53();
    pair.account = reader.u32();
    pair.quantity = reader.u32();
    pair.market = reader.u32();
    const choices = reader.u32();
    pair.side = choice(choices & 0xffff, largestChoice.side) as Side;
    pair.selfTrade = choice(choices >>> 16, largestChoice.selfTrade) as SelfTradeMode;
    pair.limitLeg = this.#firstLeg();
    pair.stopLeg = this.#secondLeg();
    return pair;
  }

  #cancel(): Command {
    const cancel = this.#stamped(this.#blank.cancel);
    cancel.orderId = this.#reader.u53();
    cancel.clientOrderId = this.#reader.u53();
    cancel.account = this.#reader.u32();
    return cancel;
  }

  #modify(): Command {
    const reader = this.#reader;
    const modify = this.#stamped(this.#blank.modify);
    modify.orderId = reader.u53();
    modify.clientOrderId = reader.u53();
    modify.account = reader.u32();
    modify.price = reader.u32();
    modify.quantity = reader.u32();
    modify.triggerPrice = reader.u32();
    reader.u32();
    this.#fillSignature(modify, this.#authority);
    return modify;
  }

  #cancelAll(): Command {
    const cancel = this.#stamped(this.#blank['cancel-all']);
    cancel.account = this.#reader.u32();
    cancel.market = this.#reader.u32();
    return cancel;
  }

  #setPrice(): Command {
    const command = this.#stamped(this.#blank['set-price']);
    const word = this.#reader.u32();
    command.market = word & 0xffff;
    command.source = priceSource(word >>> 16);
    command.price = this.#reader.u32();
    return command;
  }

  #armDeadMan(): Command {
    const command = this.#stamped(this.#blank['arm-dead-man']);
    command.deadline = this.#reader.u53();
    command.account = this.#reader.u32();
    return command;
  }

  #movement(blank: BlankCommands['deposit'] | BlankCommands['withdraw']): Command {
    const movement = this.#stamped(blank);
    movement.amount = this.#reader.u53();
    movement.sourceSeq = this.#reader.u53();
    movement.account = this.#reader.u32();
    const word = this.#reader.u32();
    movement.asset = word & 0xffff;
    movement.source = word >>> 16;
    return movement;
  }

  /** A command of an account and an address. */
  #addressed<Kind extends { seq: number; time: number; account: number; address: string }>(
    blank: Kind,
  ): Kind {
    const command = this.#stamped(blank);
    command.account = this.#reader.u32();
    command.address = readDigits(this.#reader, ADDRESS_WORDS);
    return command;
  }

  #approveAgent(): Command {
    const reader = this.#reader;
    const approval = this.#addressed(this.#blank['approve-agent']);
    approval.nonce = reader.u53();
    approval.maxNotional = reader.u53();
    approval.expiry = reader.u32();
    approval.marketsLow = reader.u32();
    approval.marketsHigh = reader.u32();
    approval.signature = this.#ownSignature(reader.u32(), approval.signature);
    return approval;
  }

  #bumpEpoch(): Command {
    const bump = this.#stamped(this.#blank['bump-epoch']);
    bump.account = this.#reader.u32();
    bump.epoch = this.#reader.u32() & 0xffff;
    this.#reader.u32();
    bump.signature = this.#ownSignature(this.#reader.u32(), bump.signature);
    return bump;
  }

  #reserveNonces(): Command {
    const command = this.#stamped(this.#blank['reserve-nonces']);
    command.account = this.#reader.u32();
    command.agent = this.#reader.u32();
    return command;
  }

  #listMarket(): Command {
    const reader = this.#reader;
    const market = this.#stamped(this.#blank['list-market']);
    market.market = reader.u32();
    const assets = reader.u32();
    market.baseAsset = assets & 0xffff;
    market.quoteAsset = assets >>> 16;
    market.unitsPerLot = reader.u53();
    market.k = reader.u53();
    market.minNotional = reader.u53();
    market.maxQuantity = reader.u32();
    market.maxOpenOrders = reader.u32();
    market.makerFeePpm = reader.u32();
    market.takerFeePpm = reader.u32();
    market.bandPpm = reader.u32();
    market.allowSelfTrade = choice(reader.u32(), 1) === 1;
    return market;
  }

  #setMarketState(): Command {
    const command = this.#stamped(this.#blank['set-market-state']);
    command.market = this.#reader.u32();
    command.state = choice(this.#reader.u32(), largestChoice.marketState) as MarketState;
    return command;
  }
}

function fillOptions(place: BlankCommands['place'], options: number): void {
  place.side = (options & 1) as Side;
  place.type = ((options >>> TYPE_SHIFT) & 1) as OrderType;
  place.timeInForce = ((options >>> TIME_IN_FORCE_SHIFT) & 3) as TimeInForce;
  place.postOnly = choice((options >>> POST_ONLY_SHIFT) & 3, largestChoice.postOnly) as PostOnly;
  place.reduceOnly = ((options >>> REDUCE_ONLY_SHIFT) & 1) === 1;
  place.selfTrade = choice(
    (options >>> SELF_TRADE_SHIFT) & 7,
    largestChoice.selfTrade,
  ) as SelfTradeMode;
  place.trigger = choice((options >>> TRIGGER_SHIFT) & 3, largestChoice.trigger) as Trigger;
  place.triggerBy = choice(
    (options >>> TRIGGER_BY_SHIFT) & 3,
    largestChoice.priceSource,
  ) as PriceSource;
}

function unknownKind(kind: number): never {
  throw noCommand(`kind ${kind} does not exist`, null);
}

function placeOf(block: RecordBlock, offset: number): string {
  const inFile = block.offset + BLOCK_HEADER_BYTES + offset - block.start;
  const seq = readWide(block.memory.words, (offset >>> 2) + SEQ_WORD);
  return `${block.file} at offset ${inFile}, record ${seq}`;
}

function priceSource(value: number): BlankCommands['set-price']['source'] {
  if (value !== SMALLEST_SET_SOURCE && value !== largestChoice.priceSource) {
    throw noCommand(`a set price has source ${value}`, null);
  }
  return value;
}

function unsupported(version: number): JournalError {
  return new JournalError('journal/unsupported-version', {
    message: `A record has version ${version}; this software reads version ${RECORD_VERSION}.`,
    fix:
      version < RECORD_VERSION
        ? 'It does not hold all that follows from what owners did on chain, so it cannot go on: begin anew (npm start -- --reset), or start the version of the exchange that wrote this journal.'
        : 'Start the version of the exchange that wrote this journal.',
  });
}
