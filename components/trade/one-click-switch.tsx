'use client';

import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '#components/ui/button.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { Dialog } from '#components/ui/dialog.tsx';
import { FirstFocusButton } from './first-focus-button.tsx';
import { loadOneClick, oneClickStore, setOneClick } from './one-click-store.ts';

/** Whether orders are sent without a review. Switching it on is confirmed, and shown while it is on. */
export function OneClickSwitch() {
  const on = useStore(oneClickStore, (state) => state.on);
  const [asking, setAsking] = useState(false);
  useEffect(loadOneClick, []);
  return (
    <>
      <button
        type="button"
        role="switch"
        aria-checked={on}
        className="flex min-h-7 items-center justify-between gap-2 rounded-control text-12 pointer-coarse:min-h-11"
        onClick={() => (on ? setOneClick(false) : setAsking(true))}
      >
        <span className={on ? 'font-medium text-warn' : 'text-secondary'}>
          {on ? 'One-click trading is on: no review' : 'One-click trading'}
        </span>
        <span
          aria-hidden="true"
          className={classNames(
            'flex h-4 w-7 items-center rounded-full px-0.5 transition-colors',
            on ? 'justify-end bg-warn' : 'bg-edge',
          )}
        >
          <span className="size-3 rounded-full bg-panel" />
        </span>
      </button>
      <Dialog open={asking} title="Trade with one click?" onClose={() => setAsking(false)}>
        <div className="flex flex-col gap-4 p-4">
          <p>
            Orders are then sent as soon as you press Buy or Sell, and changed as soon as you drop
            their line on the chart. Nothing asks again, and what is filled cannot be taken back.
          </p>
          <p className="text-12 text-secondary">
            It holds for this browser, until you switch it off under the ticket.
          </p>
          <div className="flex gap-2">
            <FirstFocusButton className="flex-1" onClick={() => setAsking(false)}>
              Keep the review
            </FirstFocusButton>
            <Button
              className="flex-1"
              variant="primary"
              onClick={() => {
                setOneClick(true);
                setAsking(false);
              }}
            >
              Switch it on
            </Button>
          </div>
        </div>
      </Dialog>
    </>
  );
}
