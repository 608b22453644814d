import { createContext } from 'react';

/** Follows the screen's title in the page title: "Keys – Acme Orders". */
export const SiteContext = createContext<string | undefined>(undefined);
