import { createContext } from 'react';

/** What stands after each screen's title in the title of the page: "Keys – Acme Orders". */
export const SiteContext = createContext<string | undefined>(undefined);
