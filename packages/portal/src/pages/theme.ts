/** Runs before anything is drawn, since a page that is light first and dark a moment later hurts. The policy of the pages allows no inline script. */
import { rememberedTheme } from '../app/remembered.ts';

const theme = rememberedTheme();
if (theme !== undefined) document.documentElement.dataset['theme'] = theme;
