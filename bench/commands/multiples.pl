use strict;
use warnings;
my $sum = 0;
for my $n (1 .. $ARGV[0] - 1) { $sum += $n if $n % 3 == 0 || $n % 5 == 0 }
print "$sum\n";
