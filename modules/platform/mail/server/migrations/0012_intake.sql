-- The files of a mail between reading and handling: both are one transaction now.
drop table inbound_parts;
