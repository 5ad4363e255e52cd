import type { ReactNode } from 'react';
import { Panel } from '#components/status/panel.tsx';
import { PanelMessage } from '#components/ui/panel-message.tsx';

export type ExitOutlineProps = {
  readonly isReading: boolean;
  /** What stands where the exit will. */
  readonly children: ReactNode;
};

/** The page before an account is known: what will be where, in the room that it will take. */
export function ExitOutline({ isReading, children }: ExitOutlineProps) {
  return (
    <>
      <Panel title="Your exit" busy={isReading} room="min-h-[395px] md:min-h-[289px]">
        {children}
      </Panel>
      <Panel title="Balances" busy={isReading} room="min-h-[212px] md:min-h-[190px]">
        <PanelMessage>What the account has in the clearing house, token by token.</PanelMessage>
      </Panel>
      <div className="grid items-start gap-3 lg:grid-cols-2">
        <Panel title="Orders" busy={isReading} room="min-h-[191px] lg:min-h-[171px]">
          <PanelMessage>One transaction ends every order that the account has signed.</PanelMessage>
        </Panel>
        <Panel title="Trading keys" busy={isReading} room="min-h-[170px] lg:min-h-[171px]">
          <PanelMessage>Keys that may trade for the account, to revoke.</PanelMessage>
        </Panel>
      </div>
    </>
  );
}
