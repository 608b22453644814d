import type { ComponentProps } from 'react';

/** A checkbox with a hidden label, as in table rows; the area around it is clickable too. For a visible label, use Choice. */
export function Checkbox({
  label,
  indeterminate = false,
  ...input
}: Omit<ComponentProps<'input'>, 'className' | 'type' | 'ref'> & {
  readonly label: string;
  /** Some, but not all, of the items are checked. */
  readonly indeterminate?: boolean;
}) {
  return (
    <label className="checkbox">
      <input
        {...input}
        ref={(box) => {
          if (box) box.indeterminate = indeterminate;
        }}
        type="checkbox"
      />
      <span className="hidden-visually">{label}</span>
    </label>
  );
}
