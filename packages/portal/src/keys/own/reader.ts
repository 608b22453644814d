import type { RefObject } from 'react';
import type { Credential } from '../pair/credential.ts';

/** Reads what the customer brings; undefined if something is wrong, which its field then says. */
export type Reader = () => Promise<Credential['body'] | undefined>;

/** Where a form for a customer's own certificate or public key puts its reader. */
export type ReaderSlot = RefObject<Reader | null>;
