import { useLayoutEffect, useRef } from 'react';
import { classNames } from '#components/ui/class-names.ts';

export type SizeSliderProps = {
  /** Whole per cent of what is available; `null` while that is not known. */
  readonly percent: number | null;
  readonly onPercent: (percent: number) => void;
};

const MARKS = [0, 25, 50, 75, 100] as const;

/** A part of what is available, by the slider or in quarters. */
export function SizeSlider({ percent, onPercent }: SizeSliderProps) {
  const disabled = percent === null;
  const shown = percent ?? 0;
  const bar = useRef<HTMLSpanElement>(null);
  // What the server writes must be free of style attributes: the page's policy refuses them.
  useLayoutEffect(() => bar.current?.style.setProperty('scale', `${shown / 100} 1`), [shown]);
  return (
    <div className="mt-2 pointer-coarse:mt-1">
      <div className="relative flex h-5 items-center pointer-coarse:h-11">
        <span aria-hidden="true" className="absolute inset-x-0 h-1 rounded-full bg-hover">
          <span ref={bar} className="block h-full origin-left scale-x-0 rounded-full bg-accent" />
        </span>
        <input
          type="range"
          min={0}
          max={100}
          step={1}
          disabled={disabled}
          value={shown}
          aria-label="Part of the available balance"
          aria-valuetext={`${shown} per cent`}
          className="relative h-full w-full cursor-pointer appearance-none bg-transparent disabled:cursor-not-allowed [&::-moz-range-thumb]:size-3.5 [&::-moz-range-thumb]:rounded-full [&::-moz-range-thumb]:border-2 [&::-moz-range-thumb]:border-panel [&::-moz-range-thumb]:bg-accent [&::-webkit-slider-thumb]:size-3.5 [&::-webkit-slider-thumb]:appearance-none [&::-webkit-slider-thumb]:rounded-full [&::-webkit-slider-thumb]:border-2 [&::-webkit-slider-thumb]:border-panel [&::-webkit-slider-thumb]:bg-accent disabled:[&::-webkit-slider-thumb]:bg-edge"
          onChange={(event) => onPercent(Number(event.target.value))}
        />
      </div>
      <div className="flex justify-between pointer-coarse:-mx-2.5 pointer-coarse:-mt-2">
        {MARKS.map((mark) => (
          <button
            key={mark}
            type="button"
            disabled={disabled}
            className={classNames(
              'numeric -mx-1 h-5 rounded-[4px] px-1 text-11 transition-colors hover:text-text disabled:text-faint pointer-coarse:mx-0 pointer-coarse:h-11 pointer-coarse:min-w-11',
              !disabled && mark === shown ? 'text-text' : 'text-secondary',
            )}
            onClick={() => onPercent(mark)}
          >
            {mark}%
          </button>
        ))}
      </div>
    </div>
  );
}
