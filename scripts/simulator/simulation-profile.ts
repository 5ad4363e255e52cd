import type { MarketParameters } from '#server/engine/index.ts';

type Action =
  | 'place'
  | 'place-oco'
  | 'cancel'
  | 'cancel-all'
  | 'modify'
  | 'set-price'
  | 'tick'
  | 'arm-dead-man'
  | 'deposit'
  | 'withdraw'
  | 'open-account'
  | 'list-market'
  | 'set-market-state'
  | 'approve-agent'
  | 'revoke-agent'
  | 'bump-epoch'
  | 'reserve-nonces'
  | 'settlement'
  | 'note'
  | 'repeat';

/** What the random commands of a run are like: weights of actions, and shares between 0 and 1. */
export type SimulationProfile = {
  readonly accounts: number;
  readonly markets: readonly MarketParameters[];
  readonly weights: Readonly<Record<Action, number>>;
  /** Of commands that get one field at random. */
  readonly faults: number;
  /** Of orders. */
  readonly clientIds: number;
  readonly icebergs: number;
  readonly postOnly: number;
  readonly oneShot: number;
  readonly expiring: number;
  readonly triggers: number;
  readonly attached: number;
  /** Of orders that choose another self-trade mode than to cancel the newest. */
  readonly selfTrade: number;
  /** Of orders that are signed. */
  readonly signed: number;
  /** Of ticks after which a second or so is over, and with it signatures. */
  readonly strides: number;
  /** Of orders whose id is any of 53 bits. */
  readonly scrambledIds: number;
  /** Largest quantity of an ordinary order, and of a sweeping one. */
  readonly lots: number;
  readonly sweepLots: number;
  /** Ticks around the present price at which orders are placed. */
  readonly spread: number;
  /** Ticks by which a resting order may be priced into the other side. */
  readonly eagerness: number;
  /** Whether prices and sizes lie anywhere in their range, not only near the last price. */
  readonly anywhere: boolean;
  /** Weight of a return to pre-open, and how likely each command ends a state that is not open. */
  readonly preOpening: number;
  readonly reopening: number;
  /** Orders' worth that a deposit brings. */
  readonly wealth: number;
};

const market: MarketParameters = {
  market: 1,
  baseAsset: 0,
  quoteAsset: 1,
  unitsPerLot: 10,
  k: 1,
  makerFeePpm: 12_345,
  takerFeePpm: 45_678,
  bandPpm: 150_000,
  minNotional: 120,
  maxQuantity: 60,
  maxOpenOrders: 25,
  allowSelfTrade: false,
};

const markets: readonly MarketParameters[] = [
  market,
  {
    ...market,
    market: 2,
    baseAsset: 2,
    unitsPerLot: 1,
    makerFeePpm: 0,
    takerFeePpm: 1,
    bandPpm: 1_000_000,
    minNotional: 0,
    allowSelfTrade: true,
  },
  {
    ...market,
    market: 3,
    baseAsset: 1,
    quoteAsset: 3,
    unitsPerLot: 7,
    k: 100_000,
    bandPpm: 60_000,
    maxOpenOrders: 12,
  },
];

const plain: SimulationProfile = {
  accounts: 5,
  markets,
  weights: {
    place: 55,
    'place-oco': 3,
    cancel: 12,
    'cancel-all': 0.6,
    modify: 9,
    'set-price': 3,
    tick: 4,
    'arm-dead-man': 0.6,
    deposit: 5,
    withdraw: 2,
    'open-account': 0.1,
    'list-market': 0.1,
    'set-market-state': 1,
    'approve-agent': 0.5,
    'revoke-agent': 0.1,
    'bump-epoch': 0.1,
    'reserve-nonces': 1,
    settlement: 0.4,
    note: 0.3,
    repeat: 1,
  },
  faults: 0.05,
  clientIds: 0.4,
  icebergs: 0.1,
  postOnly: 0.1,
  oneShot: 0.25,
  expiring: 0.15,
  triggers: 0.1,
  attached: 0.1,
  selfTrade: 0.5,
  signed: 0.1,
  strides: 0.01,
  scrambledIds: 0.2,
  lots: 20,
  sweepLots: 60,
  spread: 6,
  eagerness: 2,
  anywhere: false,
  preOpening: 4,
  reopening: 0.12,
  wealth: 12,
};

/** Kinds of flow, each of which reaches other corners. */
export const simulationProfiles = {
  plain,
  icebergs: {
    ...plain,
    accounts: 3,
    icebergs: 0.55,
    postOnly: 0.15,
    selfTrade: 0.9,
    oneShot: 0.35,
    triggers: 0.03,
    attached: 0.05,
    spread: 3,
    eagerness: 1,
    weights: { ...plain.weights, 'place-oco': 2, modify: 16 },
  },
  conditional: {
    ...plain,
    accounts: 4,
    triggers: 0.3,
    attached: 0.35,
    oneShot: 0.3,
    icebergs: 0.05,
    spread: 4,
    weights: {
      ...plain.weights,
      'place-oco': 14,
      'set-price': 9,
      modify: 12,
      'set-market-state': 2,
      tick: 6,
    },
  },
  auctions: {
    ...plain,
    accounts: 7,
    spread: 8,
    eagerness: 4,
    lots: 6,
    preOpening: 25,
    reopening: 0.06,
    oneShot: 0.08,
    postOnly: 0.08,
    icebergs: 0.06,
    triggers: 0.04,
    attached: 0.06,
    wealth: 30,
    weights: { ...plain.weights, 'set-market-state': 6, cancel: 6, 'place-oco': 3 },
  },
  limits: {
    ...plain,
    accounts: 4,
    markets: markets.map((parameters) => ({ ...parameters, maxOpenOrders: 5 })),
    faults: 0.3,
    wealth: 5,
    clientIds: 0.8,
    attached: 0.25,
    weights: {
      ...plain.weights,
      repeat: 5,
      'open-account': 1,
      'list-market': 1.5,
      withdraw: 5,
      'place-oco': 6,
    },
  },
  memory: {
    ...plain,
    accounts: 2,
    clientIds: 1,
    attached: 0.8,
    triggers: 0.02,
    oneShot: 0.7,
    faults: 0.02,
    wealth: 100,
    weights: {
      ...plain.weights,
      place: 90,
      repeat: 10,
      cancel: 12,
      modify: 2,
      'set-market-state': 0.3,
    },
  },
  wide: {
    ...plain,
    anywhere: true,
    markets: markets.map((parameters) => ({
      ...parameters,
      unitsPerLot: 1,
      k: parameters.market,
      bandPpm: 1_000_000_000,
      minNotional: 0,
      maxQuantity: 2_147_483_647,
      maxOpenOrders: 200,
    })),
    spread: 12,
    weights: { ...plain.weights, deposit: 8, cancel: 6, 'cancel-all': 0.2 },
  },
  signatures: {
    ...plain,
    accounts: 3,
    signed: 0.85,
    strides: 0.06,
    attached: 0.25,
    wealth: 60,
    weights: {
      ...plain.weights,
      'place-oco': 8,
      modify: 14,
      'approve-agent': 9,
      'revoke-agent': 1,
      'bump-epoch': 0.4,
      'reserve-nonces': 5,
      'open-account': 0.3,
      repeat: 3,
    },
  },
  custody: {
    ...plain,
    accounts: 4,
    faults: 0.1,
    signed: 0.3,
    strides: 0.05,
    wealth: 40,
    weights: { ...plain.weights, place: 70, settlement: 25, withdraw: 4, 'bump-epoch': 0.3 },
  },
  chain: {
    ...plain,
    accounts: 3,
    faults: 0.08,
    signed: 0.85,
    strides: 0.05,
    attached: 0.25,
    wealth: 60,
    weights: {
      ...plain.weights,
      note: 45,
      'approve-agent': 6,
      'revoke-agent': 1,
      'reserve-nonces': 1,
      'open-account': 0.4,
      'place-oco': 5,
    },
  },
  sweeps: {
    ...plain,
    strides: 0,
    signed: 0,
    accounts: 8,
    markets: markets.map((parameters) => ({
      ...parameters,
      maxOpenOrders: 120,
      maxQuantity: 2_000,
      bandPpm: 500_000,
      minNotional: 0,
    })),
    lots: 3,
    sweepLots: 1_200,
    oneShot: 0.04,
    scrambledIds: 0.9,
    expiring: 0.03,
    spread: 9,
    eagerness: 0,
    wealth: 3_000,
    icebergs: 0.15,
    triggers: 0.05,
    attached: 0.03,
    selfTrade: 0.9,
    weights: {
      ...plain.weights,
      place: 90,
      'cancel-all': 0.05,
      cancel: 2,
      modify: 4,
      'set-market-state': 0.1,
      'arm-dead-man': 0.02,
      'bump-epoch': 0.01,
    },
  },
} as const satisfies Readonly<Record<string, SimulationProfile>>;

export type ProfileName = keyof typeof simulationProfiles;

export function isProfileName(name: string): name is ProfileName {
  return name in simulationProfiles;
}
