'use client';

import { Icon } from '#components/ui/icon.tsx';
import { Popover } from '#components/ui/popover.tsx';
import { SwitcherPanel, type SwitcherPanelProps } from './switcher-panel.tsx';

export type MarketSwitcherProps = SwitcherPanelProps;

/** The market that is traded, and the way to another one. */
export function MarketSwitcher(props: MarketSwitcherProps) {
  const { markets, selected, onSelect } = props;
  const market = markets.find(({ symbol }) => symbol === selected);
  return (
    <Popover
      label="Markets"
      align="start"
      trigger={(attributes) => (
        <button
          type="button"
          {...attributes}
          className="focus-inset -ml-1 inline-flex h-11 shrink-0 items-center gap-1.5 rounded-control px-2 font-semibold text-15 transition-colors hover:bg-raised"
        >
          <span>
            {market?.base ?? selected}
            <span className="font-normal text-13 text-secondary">
              {market === undefined ? '' : `/${market.quote}`}
            </span>
          </span>
          <Icon name="chevron-down" size={14} className="text-secondary" />
          <span className="sr-only">Choose another market</span>
        </button>
      )}
    >
      {(close) => (
        <SwitcherPanel
          {...props}
          onSelect={(symbol) => {
            close();
            onSelect(symbol);
          }}
        />
      )}
    </Popover>
  );
}
