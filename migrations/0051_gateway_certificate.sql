-- Programs on several machines take a person's session to a gateway over TLS alone, held to the certificate that the gateway laid down here.
alter table gateway add column certificate text
  check (length(certificate) <= 8192 and certificate like '-----BEGIN CERTIFICATE-----%');
