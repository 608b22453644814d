import { Card } from '../../ui/card.tsx';
import { TextField } from '../../ui/field.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import type { SettingsPart } from './part.ts';

export function Links({ draft, set, wrong }: SettingsPart) {
  const { settings } = useConsoleTexts();
  const texts = settings.links;
  const fields = [
    { name: 'apiUrl', example: 'https://api.example.com', hint: texts.apiUrlHint, mistake: texts.wrong },
    { name: 'docsUrl', example: 'https://docs.example.com', hint: texts.docsUrlHint, mistake: texts.wrong },
    {
      name: 'supportUrl',
      example: 'mailto:support@example.com',
      hint: texts.supportUrlHint,
      mistake: texts.supportWrong,
    },
  ] as const;
  return (
    <Card about={texts.about} title={texts.title}>
      {fields.map(({ name, example, hint, mistake }) => (
        <TextField
          autoCapitalize="none"
          autoComplete="off"
          hint={hint}
          inputMode="url"
          key={name}
          label={texts[name]}
          maxLength={2_048}
          onChange={(event) => set({ [name]: event.target.value })}
          placeholder={example}
          spellCheck={false}
          value={draft[name]}
          wrong={wrong(name) ? mistake : undefined}
        />
      ))}
    </Card>
  );
}
