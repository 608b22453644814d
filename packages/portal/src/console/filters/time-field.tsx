import { TextField } from '../../ui/field.tsx';

export interface TimeFieldProps {
  readonly label: string;
  /** RFC 3339 in UTC, or empty: what goes into the address, so that a shared link means the same moment everywhere. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A moment, in the viewer's own time zone. */
export function TimeField({ label, value, onChange }: TimeFieldProps) {
  return (
    <TextField
      label={label}
      onChange={({ target }) =>
        onChange(target.value === '' ? '' : new Date(target.value).toISOString().replace('.000', ''))
      }
      type="datetime-local"
      value={localTime(value)}
    />
  );
}

/**
 * As `datetime-local` has it: `2030-01-31T12:00`. Empty for an invalid time, which may come from an edited
 * address.
 */
function localTime(value: string): string {
  const at = new Date(value);
  if (Number.isNaN(at.getTime())) return '';
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
