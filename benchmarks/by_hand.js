// By hand with the CDK's own L2 constructs in plain JavaScript: node by_hand.js 500 cdk.out
'use strict';
const cdk = require('aws-cdk-lib');
const route53 = require('aws-cdk-lib/aws-route53');
const ses = require('aws-cdk-lib/aws-ses');

const [domains, outdir] = [Number(process.argv[2]), process.argv[3]];
const perStack = Math.floor(499 / 7);
const app = new cdk.App({ outdir });
let stack;
let configurationSet;
for (let number = 0; number < domains; number++) {
  if (number % perStack === 0) {
    stack = new cdk.Stack(app, `Domains${number / perStack}`);
    configurationSet = new ses.ConfigurationSet(stack, 'Mail', {
      reputationMetrics: true,
      tlsPolicy: ses.ConfigurationSetTlsPolicy.REQUIRE,
      suppressionReasons: ses.SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
  }
  const name = `d${number}.example`;
  const zone = route53.PublicHostedZone.fromPublicHostedZoneAttributes(stack, `${name}Zone`, {
    hostedZoneId: `Z${String(number).padStart(20, '0')}`,
    zoneName: name,
  });
  new ses.EmailIdentity(stack, name, {
    identity: ses.Identity.publicHostedZone(zone),
    mailFromDomain: `bounce.${name}`,
    configurationSet,
  });
  new route53.TxtRecord(stack, `${name}Dmarc`, {
    zone,
    recordName: '_dmarc',
    values: [`v=DMARC1; p=quarantine; rua=mailto:dmarc@${name}`],
  });
}
app.synth();
