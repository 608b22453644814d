/** Types of keys: what a customer chooses between. */
export const methods = {
  signed: {
    name: 'Signed key',
    hint: 'About 450 characters. Works everywhere your provider accepts keys.',
  },
  opaque: {
    name: 'Short key',
    hint: 'About 60 characters, for systems with short fields for keys.',
  },
};
