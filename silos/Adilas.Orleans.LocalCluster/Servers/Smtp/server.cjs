// A real SMTP server for tests: keeps each mail that it accepts as one line of JSON in the file MAILS.
// Recipients that begin with "reject" are refused for good, with "later" for now, with "silent" never answered.
const { appendFileSync } = require('fs');
const { SMTPServer } = require('smtp-server');
const { PORT, MAILS, MAIL_USER, MAIL_PASSWORD } = process.env;

const refusal = (message, responseCode) => Object.assign(new Error(message), { responseCode });

new SMTPServer({
  authOptional: true,
  allowInsecureAuth: true,
  disableReverseLookup: true,
  onAuth: (auth, _, done) => auth.username === MAIL_USER && auth.password === MAIL_PASSWORD
    ? done(null, { user: auth.username })
    : done(refusal(`bad credentials ${auth.username} ${auth.password}`, 535)),
  onRcptTo: ({ address }, _, done) => {
    if (address.startsWith('silent')) return;
    if (address.startsWith('reject')) return done(refusal('mailbox unavailable', 550));
    if (address.startsWith('later')) return done(refusal('mailbox busy', 450));
    done();
  },
  onData: async (stream, session, done) => {
    const pieces = [];
    for await (const piece of stream) pieces.push(piece);
    appendFileSync(MAILS, JSON.stringify({
      from: session.envelope.mailFrom.address,
      to: session.envelope.rcptTo.map(recipient => recipient.address),
      user: session.user ?? null,
      secure: session.secure,
      message: Buffer.concat(pieces).toString('base64'),
    }) + '\n');
    done(null, 'queued');
  },
}).listen(Number(PORT), '127.0.0.1', () => console.log('ready'));
