'use client';

import { useState } from 'react';
import { OrderTicket } from '#components/order-ticket/order-ticket.tsx';
import { TicketSheet } from '#components/order-ticket/ticket-sheet.tsx';
import { CancelAllDialog } from './cancel-all-dialog.tsx';
import { MoneyLine } from './money-line.tsx';
import { OneClickSwitch } from './one-click-switch.tsx';
import { ReviewOrderDialog } from './review-order-dialog.tsx';
import { SessionNotice } from './session-notice.tsx';
import { TradingKeyLine } from './trading-key-line.tsx';
import type { Desk } from './use-desk.ts';
import { useKeyActions } from './use-key-actions.ts';
import { useTicket } from './use-ticket.ts';

/**
 * The order ticket: a column beside the market, on a phone a sheet behind Buy and Sell. What it asks
 * and what its keys do is here as well.
 */
export function TicketPanel({ desk }: { readonly desk: Desk }) {
  const { market } = desk;
  const { submit, ...ticket } = useTicket(desk);
  const { context } = ticket;
  const [sheetOpen, setSheetOpen] = useState(false);
  const { cancel, dropCancel } = useKeyActions({ desk, context, submit });
  const { asked } = submit;

  return (
    <>
      <div className="flex flex-col overflow-y-auto bg-panel contain-strict max-lg:hidden lg:col-start-3 lg:row-span-2 lg:row-start-1 xl:col-start-4">
        <SessionNotice />
        <OrderTicket {...ticket} />
        <div className="flex flex-col px-3 pb-3">
          <MoneyLine asset={market.quote} />
          <OneClickSwitch />
          <TradingKeyLine />
        </div>
      </div>
      <div className="sticky bottom-[calc(49px+env(safe-area-inset-bottom))] z-20 bg-panel max-lg:order-last md:bottom-7 lg:hidden">
        <SessionNotice />
        <TicketSheet {...ticket} open={sheetOpen} onOpen={setSheetOpen} />
      </div>
      {asked === null ? null : (
        <ReviewOrderDialog
          request={asked}
          context={context}
          onConfirm={() => {
            setSheetOpen(false);
            submit.send(asked);
          }}
          onClose={submit.drop}
        />
      )}
      {cancel === null ? null : (
        <CancelAllDialog
          name={`${market.base}/${market.quote}`}
          count={cancel.count}
          onConfirm={cancel.confirm}
          onClose={dropCancel}
        />
      )}
    </>
  );
}
