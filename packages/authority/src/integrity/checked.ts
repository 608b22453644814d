/** What is checked: SQLite's file, or a PostgreSQL database, whose own files only PostgreSQL can check. */
export type Checked = { readonly file: string } | { readonly database: string };
