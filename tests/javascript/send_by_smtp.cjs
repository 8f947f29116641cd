// Sends one mail with the variables of `python -m ses_constructs.smtp env`, and prints what the server answered.
const nodemailer = require("nodemailer");

const { SMTP_HOST, SMTP_PORT, SMTP_USERNAME, SMTP_PASSWORD, SMTP_FROM, SMTP_TLS, SEND_TO } = process.env;

async function main() {
  const transport = nodemailer.createTransport({
    host: SMTP_HOST,
    port: Number(SMTP_PORT),
    secure: SMTP_TLS === "tls",
    requireTLS: SMTP_TLS === "starttls",
    auth: { user: SMTP_USERNAME, pass: SMTP_PASSWORD },
  });
  const sent = await transport.sendMail({ from: SMTP_FROM, to: SEND_TO, subject: "By nodemailer", text: "Hello." });
  console.log(sent.response);
  transport.close();
}

main().catch((error) => {
  console.error(error.code, error.responseCode, error.message);
  process.exitCode = 1;
});
