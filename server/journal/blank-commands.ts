import type { Authority, Command, Leg } from '#server/engine/index.ts';

/** A command that a decoder may fill again and again. */
export type Mutable<Value> = { -readonly [Name in keyof Value]: Value[Name] };

export type BlankCommands = {
  readonly [Kind in Command['kind']]: Mutable<Extract<Command, { kind: Kind }>>;
};

/** Beyond 32 bits, so that the engine of JavaScript reserves room for large numbers at once. */
const WIDE = 2 ** 40;

/** An authority to be filled. */
export function blankAuthority(): Mutable<Authority> {
  return { agent: 0, nonce: WIDE, epoch: 0, expiry: 0, maxFeePpm: 0 };
}

/** A leg to be filled. */
export function blankLeg(): Mutable<Leg> {
  return {
    orderId: WIDE,
    clientOrderId: WIDE,
    type: 0,
    price: 0,
    triggerPrice: 0,
    triggerBy: 0,
    authority: null,
    signature: null,
  };
}

function blankPlace(): BlankCommands['place'] {
  return {
    kind: 'place',
    seq: WIDE,
    time: WIDE,
    account: 0,
    market: 0,
    orderId: WIDE,
    clientOrderId: WIDE,
    side: 0,
    type: 0,
    timeInForce: 0,
    price: 0,
    quantity: 0,
    displayQuantity: 0,
    postOnly: 0,
    reduceOnly: false,
    selfTrade: 0,
    trigger: 0,
    triggerBy: 0,
    triggerPrice: 0,
    expiry: WIDE,
    takeProfit: null,
    stopLoss: null,
    authority: null,
    signature: null,
  };
}

function blankApproval(): BlankCommands['approve-agent'] {
  return {
    kind: 'approve-agent',
    seq: WIDE,
    time: WIDE,
    account: 0,
    address: '',
    expiry: 0,
    marketsLow: 0,
    marketsHigh: 0,
    maxNotional: WIDE,
    nonce: WIDE,
    signature: null,
  };
}

function blankMarket(): BlankCommands['list-market'] {
  return {
    kind: 'list-market',
    seq: WIDE,
    time: WIDE,
    market: 0,
    baseAsset: 0,
    quoteAsset: 0,
    unitsPerLot: WIDE,
    k: WIDE,
    makerFeePpm: 0,
    takerFeePpm: 0,
    bandPpm: 0,
    minNotional: WIDE,
    maxQuantity: 0,
    maxOpenOrders: 0,
    allowSelfTrade: false,
  };
}

/** Those about what owners did on chain. */
function blankNotes(stamp: { readonly seq: number; readonly time: number }) {
  const { account: _account, signature: _signature, kind: _kind, ...limits } = blankApproval();
  return {
    'note-cancel': { kind: 'note-cancel', ...stamp, owner: '', nonce: WIDE },
    'note-approval': { ...limits, kind: 'note-approval', owner: '' },
    'note-revocation': { kind: 'note-revocation', ...stamp, owner: '', address: '', nonce: WIDE },
    'note-epoch': { kind: 'note-epoch', ...stamp, owner: '', epoch: 0 },
    'confirm-approval': { ...limits, kind: 'confirm-approval', account: 0 },
  } satisfies Partial<BlankCommands>;
}

/** Those about what the contract holds. */
function blankCustody(stamp: { readonly seq: number; readonly time: number }) {
  return {
    'request-withdrawal': {
      kind: 'request-withdrawal',
      ...stamp,
      account: 0,
      asset: 0,
      amount: WIDE,
      native: false,
      to: '',
      nonce: WIDE,
      epoch: 0,
      expiry: 0,
      signature: null,
    },
    'finish-withdrawal': {
      kind: 'finish-withdrawal',
      ...stamp,
      account: 0,
      nonce: WIDE,
      paid: false,
    },
    'freeze-account': {
      kind: 'freeze-account',
      ...stamp,
      account: 0,
      reason: 'exit',
      frozen: false,
    },
    'submit-batch': { kind: 'submit-batch', ...stamp, batch: WIDE, through: WIDE, digest: '' },
    'settle-batch': {
      kind: 'settle-batch',
      ...stamp,
      batch: WIDE,
      through: WIDE,
      transaction: '',
      block: WIDE,
      takenOver: [],
    },
    'quarantine-trade': { kind: 'quarantine-trade', ...stamp, tradeId: WIDE },
    'reassign-trade': {
      kind: 'reassign-trade',
      ...stamp,
      tradeId: WIDE,
      from: 0,
      to: 0,
      paidAsset: 0,
      paid: WIDE,
      receivedAsset: 0,
      received: WIDE,
    },
    'annul-trades': { kind: 'annul-trades', ...stamp, trades: [] },
  } satisfies Partial<BlankCommands>;
}

/** One command of every kind, to be filled by a decoder. */
export function blankCommands(): BlankCommands {
  const stamp = { seq: WIDE, time: WIDE };
  const order = { account: 0, orderId: WIDE, clientOrderId: WIDE };
  return {
    place: blankPlace(),
    cancel: { kind: 'cancel', ...stamp, ...order },
    modify: {
      kind: 'modify',
      ...stamp,
      ...order,
      price: 0,
      quantity: 0,
      triggerPrice: 0,
      authority: null,
      signature: null,
    },
    'place-oco': {
      kind: 'place-oco',
      ...stamp,
      account: 0,
      market: 0,
      side: 0,
      quantity: 0,
      selfTrade: 0,
      expiry: WIDE,
      limitLeg: blankLeg(),
      stopLeg: blankLeg(),
    },
    'cancel-all': { kind: 'cancel-all', ...stamp, account: 0, market: 0 },
    'set-price': { kind: 'set-price', ...stamp, market: 0, source: 1, price: 0 },
    tick: { kind: 'tick', ...stamp },
    'arm-dead-man': { kind: 'arm-dead-man', ...stamp, account: 0, deadline: WIDE },
    deposit: {
      kind: 'deposit',
      ...stamp,
      account: 0,
      asset: 0,
      amount: WIDE,
      source: 0,
      sourceSeq: WIDE,
    },
    withdraw: {
      kind: 'withdraw',
      ...stamp,
      account: 0,
      asset: 0,
      amount: WIDE,
      source: 0,
      sourceSeq: WIDE,
    },
    'open-account': { kind: 'open-account', ...stamp, account: 0, address: '' },
    'approve-agent': blankApproval(),
    'revoke-agent': { kind: 'revoke-agent', ...stamp, account: 0, address: '' },
    'bump-epoch': { kind: 'bump-epoch', ...stamp, account: 0, epoch: 0, signature: null },
    'reserve-nonces': { kind: 'reserve-nonces', ...stamp, account: 0, agent: 0 },
    ...blankCustody(stamp),
    ...blankNotes(stamp),
    'list-market': blankMarket(),
    'set-market-state': { kind: 'set-market-state', ...stamp, market: 0, state: 0 },
  };
}
