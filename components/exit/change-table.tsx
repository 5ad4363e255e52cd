import type { ExitChange } from '#lib/exit/describe-exit-action.ts';

/** What an action changes: before and after, one thing a row. */
export function ChangeTable({ changes }: { readonly changes: readonly ExitChange[] }) {
  return (
    <table className="w-full text-12">
      <thead>
        <tr className="h-7 text-left text-11 text-secondary">
          <th scope="col" className="pr-3 font-medium">
            <span className="sr-only">What</span>
          </th>
          <th scope="col" className="pr-3 font-medium">
            Before
          </th>
          <th scope="col" className="font-medium">
            After
          </th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ what, before, after }) => (
          <tr key={what} className="border-line border-t align-top">
            <th scope="row" className="py-1.5 pr-3 text-left font-normal text-secondary">
              {what}
            </th>
            <td className="tabular-nums break-words py-1.5 pr-3">{before}</td>
            <td className="tabular-nums break-words py-1.5">{after}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
