import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Address } from '#lib/domain/address.ts';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import { signableOrder } from '#lib/domain/signable-order.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import {
  principalOf,
  requestWith,
  SignedExchange,
  type Signer,
} from '#scripts/testing/signed-exchange.ts';
import {
  type Authority,
  BUY,
  type EngineEvent,
  GTD,
  IOC,
  type Leg,
  LIMIT,
  type PlaceOrder,
  POST_ONLY_OFF,
} from '#server/engine/index.ts';
import type { UnstampedCommand } from '#server/sequencer/index.ts';

type Place = Extract<UnstampedCommand, { kind: 'place' }>;
type Accepted = Extract<EngineEvent, { kind: 'accepted' }>;

const side = fc.constantFrom('buy' as const, 'sell' as const);
const limit = fc.record({
  type: fc.constant('limit' as const),
  side,
  timeInForce: fc.constantFrom('GTC' as const, 'IOC' as const, 'FOK' as const),
  priceTicks: fc.integer({ min: 6_680_000, max: 6_720_000 }),
  postOnly: fc.boolean(),
});
const market = fc.record({
  type: fc.constant('market' as const),
  side,
  timeInForce: fc.constant('IOC' as const),
  priceTicks: fc.constantFrom(0, 6_700_000),
});
const stop = fc.record({
  type: fc.constantFrom('stop' as const, 'stop_limit' as const),
  side: fc.constant('sell' as const),
  timeInForce: fc.constant('GTC' as const),
  priceTicks: fc.integer({ min: 6_400_000, max: 6_500_000 }),
  triggerTicks: fc.integer({ min: 6_500_001, max: 6_600_000 }),
});
const withLegs = fc.record({
  side: fc.constant('buy' as const),
  priceTicks: fc.integer({ min: 6_650_000, max: 6_720_000 }),
  takeProfit: fc.constant({
    type: 'limit',
    priceTicks: 6_900_000,
    triggerTicks: 0,
    signed: null,
  } as const),
  stopLoss: fc.constant({
    type: 'stop',
    priceTicks: 0,
    triggerTicks: 6_300_000,
    signed: null,
  } as const),
});
const step = fc.record({
  order: fc.oneof(limit, market, stop, withLegs),
  quantityLots: fc.integer({ min: 10, max: 300 }),
  clientOrderId: fc.constantFrom(null, null, null, null, null, 'a', '77'),
  /** The owner, either agent, or somebody who may not. */
  signer: fc.constantFrom(0, 1, 2, 0, 1, 2, 3),
  /** Whether they sign by themselves, with a one-shot nonce. */
  signs: fc.constantFrom(false, false, false, true),
  restarts: fc.boolean(),
});

/** What somebody reads from the journal who has only it: an order, as it was signed. */
function signedTerms(place: Place, event: Accepted) {
  return {
    side: place.side === BUY ? 'buy' : 'sell',
    type: place.type === LIMIT ? 'limit' : 'market',
    timeInForce: place.timeInForce === IOC ? 'IOC' : timeInForceOf(place),
    postOnly: place.postOnly !== POST_ONLY_OFF,
    reduceOnly: place.reduceOnly,
    // A market order without a price of its own got the one that was signed.
    priceTicks: place.price === 0 ? event.price : place.price,
    quantityLots: place.quantity,
    triggerTicks: place.triggerPrice,
  } as const;
}

function timeInForceOf({ timeInForce }: Pick<PlaceOrder, 'timeInForce'>) {
  if (timeInForce === GTD) return 'GTD';
  return timeInForce === 0 ? 'GTC' : 'FOK';
}

describe('what order entry puts into the journal', () => {
  it('is signed, order by order and leg by leg, by whoever the engine was told', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 16 }), async (steps) => {
        const exchange = await SignedExchange.begin();
        const alice = await exchange.trader();
        const agents = [await exchange.agentOf(alice), await exchange.agentOf(alice)];
        const signers: Signer[] = [alice, ...agents, await exchange.signer()];
        const accepted: { place: Place; event: Accepted }[] = [];
        const execute = exchange.port.execute.bind(exchange.port);
        exchange.port.execute = async (command) => {
          const outcome = await execute(command);
          const [event] = outcome.events;
          if (command.kind === 'place' && event?.kind === 'accepted') {
            accepted.push({ place: command, event });
          }
          return outcome;
        };
        let { entry } = exchange;
        await Promise.all(
          steps.map(async ({ order, quantityLots, clientOrderId, signer, signs, restarts }) => {
            if (restarts) entry = exchange.entryWith({});
            const request = requestWith({ ...order, quantityLots, clientOrderId });
            const by = signers[signer] ?? alice;
            const agent = signer === 0 ? null : by;
            const principal = principalOf(alice, { kind: 'api-key', agent });
            const sent = signs ? await signedBy(exchange, request, { alice, by }) : request;
            await entry.place(principal, sent).catch((error: unknown) => {
              expect(error).toBeInstanceOf(ProtocolError);
            });
          }),
        );
        for (const { place, event } of accepted) {
          await expectSigned(exchange, { place, event, signers });
        }
        const nonces = accepted.map(({ place }) => place.authority?.nonce);
        expect(new Set(nonces).size).toBe(nonces.length);
        await exchange.close();
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});

async function signedBy(
  exchange: SignedExchange,
  request: OrderRequest,
  { alice, by }: { readonly alice: Signer; readonly by: Signer },
): Promise<OrderRequest> {
  const signing = { account: alice.address, key: by.key };
  return { ...request, signed: await exchange.signed(request, signing) };
}

async function expectSigned(
  exchange: SignedExchange,
  {
    place,
    event,
    signers,
  }: { readonly place: Place; readonly event: Accepted; readonly signers: readonly Signer[] },
): Promise<void> {
  const terms = signedTerms(place, event);
  await expectSignature(exchange, { ...place, terms, signers });
  for (const leg of [place.takeProfit, place.stopLoss]) {
    if (leg === null) continue;
    const of = { ...terms, ...legTermsOf(leg) };
    await expectSignature(exchange, { terms: of, market: place.market, signers, ...leg });
  }
}

function legTermsOf(leg: Leg) {
  return {
    side: 'sell',
    type: 'limit',
    timeInForce: 'GTC',
    postOnly: false,
    priceTicks: leg.price,
    triggerTicks: leg.triggerPrice,
  } as const;
}

async function expectSignature(
  exchange: SignedExchange,
  signed: {
    readonly terms: Parameters<typeof signableOrder>[0];
    readonly market: number;
    readonly signers: readonly Signer[];
    readonly authority: Authority | null;
    readonly signature: Uint8Array | null;
  },
): Promise<void> {
  const { terms, market: id, signers, authority, signature } = signed;
  if (authority === null || signature === null) throw new TypeError('it is not signed');
  const account = signers[0]?.address as Address;
  const digest = exchange
    .hasher()
    .order(signableOrder(terms, { account, market: id, by: authority }));
  const expected = signers[authority.agent]?.address;
  expect(await exchange.curve.recover(digest, signature)).toBe(expected);
  expect(authority.agent).toBeLessThan(3);
}
