import { PanelMessage } from '#components/ui/panel-message.tsx';
import type { Funding } from '#lib/custody/read-funding.ts';
import { describeRefusal } from '#lib/trading/describe-refusal.ts';
import type { AccountTab } from './account-tab.ts';
import type { Access } from './derive-access.ts';

export type AccountGateProps = {
  readonly access: Exclude<Access, { kind: 'known' | 'connecting' }>;
  readonly tab: AccountTab;
  /** What the wallet is asked for now; `null` = nothing. */
  readonly busyLabel: string | null;
  readonly onConnect: () => void;
  readonly onSwitchNetwork: () => void;
  readonly onEnable: () => void;
  readonly onDeposit: () => void;
};

const WOULD_BE: Readonly<Record<AccountTab, string>> = {
  orders: 'Your open orders will be here, to change and cancel in place.',
  history: 'Every order you have placed will be here, with what became of it.',
  fills: 'Every fill of your orders will be here, with its price and fee.',
  balances: 'What you have to trade with will be here.',
  transfers: 'Deposits, withdrawals and exits will be here, with how far they are.',
  keys: 'The keys that may trade for your account will be here, to revoke and renew.',
};

/** Stands in place of an account's table: what would be there, and the step that leads to it. */
export function AccountGate(props: AccountGateProps) {
  const { access, tab, busyLabel, onConnect, onSwitchNetwork, onEnable } = props;
  const will = WOULD_BE[tab];
  switch (access.kind) {
    case 'disconnected':
      return (
        <PanelMessage action={{ label: 'Connect wallet', onPress: onConnect }}>{will}</PanelMessage>
      );
    case 'no-key':
      return access.wrongNetwork ? (
        <PanelMessage action={{ label: busyLabel ?? 'Switch network', onPress: onSwitchNetwork }}>
          {will} Your wallet is on another network.
        </PanelMessage>
      ) : (
        <KeyGate {...props} funding={access.funding} />
      );
    case 'refused': {
      const { title, text } = describeRefusal(access);
      return (
        <PanelMessage
          code={access.code}
          action={{ label: busyLabel ?? 'Enable trading anew', onPress: onEnable }}
        >
          {title}. {text}
        </PanelMessage>
      );
    }
    default:
      return access satisfies never;
  }
}

/** What comes first of a wallet that has no key here: to pay in, to wait for that, or to approve one. */
function KeyGate({
  tab,
  busyLabel,
  funding,
  onEnable,
  onDeposit,
}: AccountGateProps & { readonly funding: Funding | null }) {
  const enabling = { label: busyLabel ?? 'Enable trading', onPress: onEnable };
  const will = WOULD_BE[tab];
  switch (funding) {
    case null:
      return <PanelMessage>{will}</PanelMessage>;
    case 'none':
      return (
        <PanelMessage
          action={{ label: 'Deposit', onPress: onDeposit }}
          second={{ ...enabling, label: busyLabel ?? 'I traded here before' }}
        >
          {will} Your wallet has nothing at the exchange yet: pay in first.
        </PanelMessage>
      );
    case 'arriving':
      return (
        <PanelMessage>
          {will} Your deposit is on the chain and arrives when a few more blocks make it final.
        </PanelMessage>
      );
    case 'credited':
      return (
        <PanelMessage action={enabling}>
          {will} Your wallet approves a key of this browser once; the key can trade, never withdraw.
        </PanelMessage>
      );
    default:
      return funding satisfies never;
  }
}
