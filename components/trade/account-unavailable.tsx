import { PanelMessage } from '#components/ui/panel-message.tsx';

/** In the place of the account's tables when their code did not arrive. */
export function AccountUnavailable() {
  return (
    <PanelMessage
      code="web/load-failed"
      action={{ label: 'Reload', onPress: () => location.reload() }}
    >
      Orders and balances did not load. The ticket works; your open orders stand.
    </PanelMessage>
  );
}
