import type { Leg, PlaceOco, PlaceOrder } from './command.ts';

const TWO_32 = 4_294_967_296;

/**
 * What a command asks for, as a whole number in 1 … 2^53 − 1: everything but `seq`, `time`, order ids
 * and signatures (docs/matching.md, step 3). Two commands with one client order id are the same
 * command when their digests are equal. 0 is left free to say “no client order id”.
 *
 * Two 32-bit lanes in the manner of MurmurHash3 (xor a word in, multiply, shift; its avalanche at the
 * end), each with a multiplier of its own, so that two contents which meet in one lane do not
 * therefore meet in the other; 32 bits are taken from one and 21 from the other. Two different
 * contents meet by chance once in 2^53. The function is part of the state's format: changing it makes
 * the client ids of an older snapshot unrecognisable.
 */
export function contentDigest(command: PlaceOrder | PlaceOco): number {
  const low = avalanche(lane(command, 0x2545_f491, 0x9e37_79b1));
  const high = avalanche(lane(command, 0x6c07_8965, 0x85eb_ca77));
  const digest = (high >>> 11) * TWO_32 + (low >>> 0);
  return digest === 0 ? 1 : digest;
}

function lane(command: PlaceOrder | PlaceOco, seed: number, factor: number): number {
  return command.kind === 'place'
    ? orderLane(command, seed, factor)
    : pairLane(command, ~seed, factor);
}

function orderLane(command: PlaceOrder, seed: number, factor: number): number {
  let hash = mix(seed, command.account, factor);
  hash = mix(hash, command.market, factor);
  hash = mixWide(hash, command.clientOrderId, factor);
  hash = mix(hash, choices(command), factor);
  hash = mix(hash, narrow(command.price), factor);
  hash = mix(hash, narrow(command.quantity), factor);
  hash = mix(hash, narrow(command.displayQuantity), factor);
  hash = mix(hash, narrow(command.triggerPrice), factor);
  hash = mixWide(hash, command.expiry, factor);
  if (command.takeProfit !== null) hash = mixLeg(hash, command.takeProfit, factor);
  if (command.stopLoss !== null) hash = mixLeg(hash, command.stopLoss, factor);
  return hash;
}

/** The fields of few values in one word, and which legs there are. */
function choices(command: PlaceOrder): number {
  return (
    command.side |
    (command.type << 2) |
    (command.timeInForce << 4) |
    (command.postOnly << 7) |
    (command.selfTrade << 10) |
    (command.trigger << 14) |
    (command.triggerBy << 17) |
    (command.reduceOnly ? 1 << 20 : 0) |
    (command.takeProfit === null ? 0 : 1 << 21) |
    (command.stopLoss === null ? 0 : 1 << 22)
  );
}

function pairLane(command: PlaceOco, seed: number, factor: number): number {
  let hash = mix(seed, command.account, factor);
  hash = mix(hash, command.market, factor);
  hash = mix(hash, command.side | (command.selfTrade << 2), factor);
  hash = mix(hash, narrow(command.quantity), factor);
  hash = mixWide(hash, command.expiry, factor);
  hash = mixLeg(hash, command.limitLeg, factor);
  return mixLeg(hash, command.stopLeg, factor);
}

function mixLeg(hash: number, leg: Leg, factor: number): number {
  const withId = mixWide(hash, leg.clientOrderId, factor);
  const withChoices = mix(withId, leg.type | (leg.triggerBy << 2), factor);
  const withPrice = mix(withChoices, narrow(leg.price), factor);
  return mix(withPrice, narrow(leg.triggerPrice), factor);
}

/**
 * The word of a price or size. An order is only remembered when they are 0 … 2^31 − 1, so whatever
 * else a later command carries may share one word: it equals none that is remembered.
 */
function narrow(value: number): number {
  const word = value | 0;
  return word === value ? word : -1;
}

/** Takes in a whole number of 53 bits. */
function mixWide(hash: number, value: number, factor: number): number {
  return mix(mix(hash, value | 0, factor), (value / TWO_32) | 0, factor);
}

/** One-to-one in the hash and in the word, so a single different word always gives another hash. */
function mix(hash: number, word: number, factor: number): number {
  const product = Math.imul(hash ^ word, factor);
  return product ^ (product >>> 15);
}

/** The finalizer of MurmurHash3: every bit of the hash moves every bit of the result. */
function avalanche(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  return mixed ^ (mixed >>> 16);
}
