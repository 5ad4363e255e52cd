import type { Market } from '#lib/domain/market.ts';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import type { TicketProblem } from './find-problem.ts';
import { marketStep } from './market-step.ts';
import type { ReadTicket } from './read-ticket.ts';
import type { TicketContext } from './ticket-context.ts';
import { isPriced, isStop, mayStand, type PriceField, type TicketInputs } from './ticket-inputs.ts';
import { priceText, sizeText } from './ticket-text.ts';
import type { TicketButton } from './ticket-view.ts';

export type ButtonSources = {
  readonly inputs: TicketInputs;
  readonly context: TicketContext;
  readonly read: ReadTicket;
  readonly problem: TicketProblem | null;
  readonly request: OrderRequest | null;
};

/** The button's walk: it says the next step whole, or why there is none yet. */
export function deriveButton(sources: ButtonSources): TicketButton {
  return (
    connectionStep(sources.context) ??
    accountStep(sources.context) ??
    marketStep(sources.inputs, sources.context) ??
    fieldStep(sources) ??
    submitStep(sources)
  );
}

function disabled(label: string, reason: string | null = null): TicketButton {
  return { label, action: null, reason };
}

function connectionStep({ connection }: TicketContext): TicketButton | null {
  if (connection !== 'offline') return null;
  return disabled('Reconnecting…', 'Orders can be sent as soon as the exchange is reachable.');
}

function accountStep(context: TicketContext): TicketButton | null {
  const { account } = context;
  if (account.kind === 'disconnected') {
    return { label: 'Connect wallet', action: 'connect', reason: null };
  }
  if (account.kind === 'connecting') return disabled('Connecting…');
  switch (account.step) {
    case null:
      return account.balances === null ? disabled('Reading your balances…') : keyStep(context);
    case 'wait':
      return disabled('Connecting…');
    case 'switch-network':
      return { label: 'Switch network', action: account.step, reason: null };
    case 'first-deposit':
      return {
        label: 'Deposit to trade',
        action: 'deposit',
        reason: 'First pay in from your wallet. Then one signature enables trading.',
      };
    case 'arriving':
      return disabled(
        'Your deposit is arriving…',
        'A few blocks make it final. Then one signature enables trading.',
      );
    case 'deposit':
      return {
        label: 'Deposit to trade',
        action: account.step,
        reason: 'Your trading balance is empty.',
      };
    case 'enable-trading':
      return {
        label: 'Enable trading',
        action: account.step,
        reason: 'One signature makes a trading key; after it orders need no pop-up.',
      };
  }
}

/** What the trading key may not sign at all, the engine would refuse; another key may. */
function keyStep({ account, market, nowMs }: TicketContext): TicketButton | null {
  const key = account.kind === 'connected' ? account.key : null;
  if (key === null) return null;
  const { symbols, expiresMs } = key;
  if (expiresMs <= nowMs) {
    const reason = 'Your trading key has ended. One signature makes a new one.';
    return { label: 'Enable trading', action: 'enable-trading', reason };
  }
  if (symbols === null || symbols.includes(market.symbol)) return null;
  const those = symbols.length === 0 ? 'in no market' : `${symbols.join(' and ')} only`;
  return {
    label: `Enable trading ${market.symbol}`,
    action: 'enable-trading',
    reason: `Your trading key may trade ${those}. One signature makes a key for all markets.`,
  };
}

const NOUNS: Readonly<Record<PriceField, string>> = {
  price: 'price',
  trigger: 'trigger price',
  takeProfit: 'take-profit',
  stopLoss: 'stop-loss',
};

function fieldStep({ inputs, read, problem }: ButtonSources): TicketButton | null {
  const fields = Object.keys(NOUNS).filter(isPriceField);
  const wrong = fields.find((field) => read.prices[field].kind === 'problem');
  if (wrong !== undefined) return disabled(`Check the ${NOUNS[wrong]}`);
  if (isStop(inputs) && read.prices.trigger.kind === 'empty') {
    return disabled('Enter a trigger price');
  }
  if (isPriced(inputs) && read.prices.price.kind === 'empty') return disabled('Enter a price');
  if (problem !== null && isPriceField(problem.field)) {
    return disabled(`Check the ${NOUNS[problem.field]}`);
  }
  if (problem?.field === 'form') return disabled(actionLabel(inputs), problem.text);
  if (read.lots.kind === 'empty') return disabled('Enter a size');
  const wrongSize = read.lots.kind === 'problem' || problem?.field === 'size';
  return wrongSize ? disabled('Check the size') : displayStep({ inputs, read, problem });
}

function displayStep({
  inputs,
  read: { display },
  problem,
}: Pick<ButtonSources, 'inputs' | 'read' | 'problem'>): TicketButton | null {
  if (!inputs.iceberg || !mayStand(inputs)) return null;
  if (display.kind === 'empty') return disabled('Enter the size to show');
  const isWrong = display.kind === 'problem' || problem?.field === 'display';
  return isWrong ? disabled('Check the size to show') : null;
}

function isPriceField(field: string): field is PriceField {
  return Object.hasOwn(NOUNS, field);
}

function actionLabel({ side }: Pick<TicketInputs, 'side'>): string {
  return side === 'buy' ? 'Buy' : 'Sell';
}

function submitStep({ inputs, context, request }: ButtonSources): TicketButton {
  if (request === null) {
    return disabled(actionLabel(inputs), 'There is no price yet. Use a limit order.');
  }
  return { label: orderLabel(request, context), action: 'submit', reason: null };
}

function shownText({ displayLots }: OrderRequest, market: Market): string {
  return displayLots === 0 ? '' : `, showing ${sizeText(displayLots, market)}`;
}

function orderLabel(request: OrderRequest, { market }: TicketContext): string {
  const action = `${actionLabel(request)} ${sizeText(request.quantityLots, market)}`;
  const price = priceText(request.priceTicks, market);
  const trigger = priceText(request.triggerTicks, market);
  switch (request.type) {
    case 'limit':
      return `${action} at ${price} limit${shownText(request, market)}`;
    case 'market':
      return `${action} at market`;
    case 'stop':
      return `${action} at market from ${trigger}`;
    case 'stop_limit':
      return `${action} at ${price} from ${trigger}`;
  }
}
