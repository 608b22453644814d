import { accentProperties } from '../../app/accent.ts';
import { localAddress } from '../../app/image-address.ts';
import { Mark } from '../../app/mark.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Field } from '../../ui/field.tsx';
import { useConsoleTexts } from '../texts/texts.ts';
import { ImageField } from './image-field.tsx';
import type { SettingsPart } from './part.ts';

/** The color input's value if no color is set: the pages' default. */
const DEFAULT_COLOR = '#1f5fbf';

export function Branding({ draft, set, wrong }: SettingsPart) {
  const { settings } = useConsoleTexts();
  const texts = settings.branding;
  return (
    <Card about={texts.about} title={texts.title}>
      <div className="two-columns">
        <div className="stack">
          <Field
            hint={texts.colorHint}
            label={texts.color}
            wrong={wrong('color') ? texts.colorWrong : undefined}
          >
            {(control) => (
              <div className="color-field">
                <input
                  {...control}
                  onChange={(event) => set({ color: event.target.value })}
                  type="color"
                  value={/^#[0-9a-f]{6}$/i.test(draft.color) ? draft.color : DEFAULT_COLOR}
                />
                <input
                  aria-invalid={control['aria-invalid']}
                  aria-label={texts.colorCode}
                  autoComplete="off"
                  className="mono"
                  maxLength={7}
                  onChange={(event) => set({ color: event.target.value.trim() })}
                  placeholder={DEFAULT_COLOR}
                  spellCheck={false}
                  type="text"
                  value={draft.color}
                />
                {draft.color !== '' && (
                  <Button kind="quiet" onClick={() => set({ color: '' })}>
                    {texts.colorReset}
                  </Button>
                )}
              </div>
            )}
          </Field>
          <ImageField
            hint={texts.logoHint}
            label={texts.logo}
            onChange={(logo) => set({ logo })}
            value={draft.logo}
          />
          <ImageField
            hint={texts.faviconHint}
            label={texts.favicon}
            onChange={(favicon) => set({ favicon })}
            value={draft.favicon}
          />
        </div>
        <Preview {...draft} />
      </div>
    </Card>
  );
}

/** Preview of the portal's header with this name, logo and color. */
function Preview({ color, logo, name }: SettingsPart['draft']) {
  const { settings } = useConsoleTexts();
  const texts = settings.branding;
  return (
    <div className="preview">
      <p className="preview-label">{texts.preview}</p>
      {/* Only a preview: not interactive. */}
      <div className="preview-portal" inert style={accentProperties(color)}>
        <span className="brand-name">
          {logo === null ? <Mark /> : <img alt="" className="brand-logo" src={localAddress(logo)} />}
          <bdi>{name}</bdi>
        </span>
        <span className="button main">{texts.previewButton}</span>
      </div>
    </div>
  );
}
