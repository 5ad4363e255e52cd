'use client';

import { Dialog } from '#components/ui/dialog.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { pages } from './pages.ts';

type Shortcut = { readonly keys: readonly string[]; readonly does: string };

const GROUPS: readonly { readonly title: string; readonly shortcuts: readonly Shortcut[] }[] = [
  {
    title: 'Everywhere',
    shortcuts: [
      { keys: ['⌘', 'K'], does: 'Search or jump to (Ctrl K on other keyboards)' },
      { keys: ['/'], does: 'The same' },
      ...pages.map(({ key, label }) => ({
        keys: ['G', key.toUpperCase()],
        does: `Go to ${label}`,
      })),
      { keys: ['?'], does: 'Show these keys' },
      { keys: ['Esc'], does: 'Close what is open' },
    ],
  },
  {
    title: 'Trading',
    shortcuts: [
      { keys: ['B', 'S'], does: 'Buy or sell' },
      { keys: ['L', 'M', 'X'], does: 'Limit, market or stop order' },
      { keys: ['↑', '↓'], does: 'Price up or down by a tick; with ⇧ by ten' },
      { keys: ['1', '2', '3', '4'], does: 'Size of 25, 50, 75 or 100 % of what is available' },
      { keys: ['⏎'], does: 'Review the order; once more sends it' },
      { keys: ['⇧', '⏎'], does: 'Send it without a review, with one-click trading on' },
      { keys: ['C'], does: 'Cancel the last order of this market' },
      { keys: ['⇧', 'C'], does: 'Cancel all orders of this market' },
      { keys: ['Esc'], does: 'Let go of an order that is dragged on the chart' },
    ],
  },
  {
    title: 'In tables',
    shortcuts: [
      { keys: ['↑', '↓', '←', '→'], does: 'Move between cells' },
      { keys: ['Home', 'End'], does: 'First and last cell of the row' },
      { keys: ['⏎'], does: 'Press the button or follow the link in the cell' },
    ],
  },
];

/** All keys that do something. */
export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog open isText onClose={onClose} title="Keyboard shortcuts">
      <div className="flex flex-col gap-5 p-4">
        {GROUPS.map(({ title, shortcuts }) => (
          <section key={title}>
            <h3 className="mb-1 text-12 text-secondary">{title}</h3>
            <dl>
              {shortcuts.map(({ keys, does }) => (
                <div key={does} className="flex min-h-8 items-center justify-between gap-4">
                  <dt className="order-2 flex shrink-0 gap-1">
                    {keys.map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
