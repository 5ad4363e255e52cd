// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { SignedStructs } from "../../../src/clearing-house/SignedStructs.sol";
import { BatchCodec } from "../BatchCodec.sol";
import { TestWallet } from "../TestWallet.sol";
import { NaiveHouse } from "./NaiveHouse.sol";

/// @notice An operator that keeps whatever was ever signed, presents it again and again, and changes
/// what it presents.
abstract contract DishonestOperator is NaiveHouse {
    /// What was signed, by whom, kept for ever.
    Candidate[] internal kept;
    WithdrawalCandidate[] internal keptWithdrawals;
    /// Keys that are nobody's account, some of which are trading keys.
    Trader[3] internal keys;
    uint48 internal lastNonce = 1_800_000_000_000;
    uint256 private dice;
    /// Whether the oddest things are left out for once.
    bool internal honest;

    function _seed(uint256 seed) internal {
        dice = seed;
    }

    function _roll(uint256 sides) internal returns (uint256) {
        dice = uint256(keccak256(abi.encode(dice)));
        return dice % sides;
    }

    function _chance(uint256 percent) internal returns (bool) {
        return _roll(100) < percent;
    }

    function _odd(uint256 percent) internal returns (bool) {
        return !honest && _chance(percent);
    }

    function _somebody() internal returns (Trader memory) {
        return people[_roll(people.length)];
    }

    // Signing

    /// Signs an order as people do, and as they never should; gives its place among what is kept.
    function _signOrder(Trader memory person, uint16 market, uint8 side)
        internal
        returns (uint256 place)
    {
        SignedStructs.Order memory order;
        order.account = person.account;
        order.market = _odd(2) ? uint16(_roll(6)) : market;
        order.flags = side;
        if (_chance(40)) order.flags |= ONE_SHOT;
        else if (_chance(30)) order.flags |= POST_ONLY;
        if (_odd(1)) order.flags |= REDUCE_ONLY;
        order.price = _price(market, side);
        order.quantity = uint64(_odd(3) ? _roll(2 ** 33) : 1 + _roll(500));
        if (_chance(10)) order.triggerPrice = uint64(1 + _roll(1000));
        order.nonce = _odd(15) ? uint48(_roll(24)) : ++lastNonce;
        order.expiry = uint32(block.timestamp + 10 + _roll(2 hours));
        if (_odd(5)) order.expiry = uint32(block.timestamp - _roll(1 hours));
        order.epoch = uint16(epochs[person.account]);
        if (_odd(2)) ++order.epoch;
        order.maxFeePpm = _odd(10) ? uint24(_roll(3000)) : 500;
        return _keep(person, order);
    }

    function _price(uint256 market, uint8 side) private returns (uint64) {
        uint256 middle = market == BTC_USDT ? 6_000_000 : market == ETH_USDT ? 300_000 : 200_000;
        if (_odd(2)) return uint64(_chance(50) ? _roll(9) : _roll(2 ** 32));
        // Mostly they cross.
        return uint64(side == SELL ? middle + 1 - _roll(5) : middle - 1 + _roll(5));
    }

    function _keep(Trader memory person, SignedStructs.Order memory order)
        private
        returns (uint256)
    {
        Candidate memory candidate;
        candidate.draft.order = order;
        candidate.signedHash = keccak256(abi.encode(order));
        Trader memory signer = _signer(person);
        candidate.signer = signer.account;
        bytes memory signature = _sign(signer.key, SignedStructs.hash(order));
        if (person.account == address(wallet) && signer.account == walletKey) {
            candidate.draft.form = BY_CONTRACT;
            signature = _walletSignature(signer.key, SignedStructs.hash(order));
        }
        candidate.draft.signature = signature;
        kept.push(candidate);
        return kept.length - 1;
    }

    function _signer(Trader memory person) private returns (Trader memory) {
        bool isWallet = person.account == address(wallet);
        if (honest || _chance(70)) return isWallet ? Trader(walletKey, person.key) : person;
        if (_chance(85)) return _keyFor(person.account);
        Trader memory other = _somebody();
        return other.account == address(wallet) ? Trader(walletKey, other.key) : other;
    }

    /// A trading key, of this account if it has one.
    function _keyFor(address account) private returns (Trader memory key) {
        for (uint256 i = 0; i < 4; ++i) {
            key = keys[_roll(keys.length)];
            Approval[] storage all = approvals[account][key.account];
            if (all.length != 0 && all[all.length - 1].expiry != 0) return key;
        }
    }

    function _walletSignature(uint256 key, bytes32 structHash)
        internal
        view
        returns (bytes memory)
    {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, _digest(structHash));
        return _byContract(abi.encode(r, s, v));
    }

    function _signWithdrawal(Trader memory person) internal returns (uint256 place) {
        WithdrawalCandidate memory candidate;
        SignedStructs.Withdrawal memory one;
        candidate.draft.asset = uint8(_roll(ASSETS));
        one.account = person.account;
        one.asset = tokens[candidate.draft.asset];
        if (candidate.draft.asset == WLUX && _chance(50)) {
            one.asset = NATIVE_TOKEN;
            candidate.draft.form = NATIVE;
        }
        uint256 owned = balances[person.account][candidate.draft.asset];
        one.amount = uint64(_chance(90) ? _roll(owned / 8 + 2) : _roll(2 * owned + 2));
        one.to = _chance(80) ? person.account : _somebody().account;
        if (_chance(3)) one.to = _chance(50) ? address(0) : address(house);
        one.nonce = _chance(90) ? ++lastNonce : uint48(_roll(20));
        one.expiry = uint32(block.timestamp + _roll(2 hours));
        one.epoch = uint16(epochs[person.account]);
        candidate.draft.withdrawal = one;
        candidate.signedHash = keccak256(abi.encode(one));
        bool byContract = person.account == address(wallet);
        // A trading key's signature is none.
        Trader memory signer = _chance(10) ? keys[0] : Trader(person.account, person.key);
        if (byContract && signer.account == person.account) {
            candidate.signer = walletKey;
            candidate.draft.form |= BY_CONTRACT;
            candidate.draft.signature = _walletSignature(person.key, SignedStructs.hash(one));
        } else {
            candidate.signer = signer.account;
            candidate.draft.signature = _sign(signer.key, SignedStructs.hash(one));
        }
        keptWithdrawals.push(candidate);
        return keptWithdrawals.length - 1;
    }

    // Presenting

    /// A batch of pairs from what was kept, or signed for it.
    function _attempt(uint256 pairs) internal returns (Attempt memory attempt) {
        attempt.caller = _odd(2) ? STRANGER : OPERATOR;
        attempt.sequence = uint48(_odd(2) ? sequence + _roll(4) : sequence + 1);
        makerPpm = _odd(10) ? uint24(_roll(2100)) : 200;
        takerPpm = _odd(10) ? uint24(_roll(2100)) : 500;
        uint256[] memory places = new uint256[](2 * pairs);
        BatchCodec.Fill[] memory fills = new BatchCodec.Fill[](pairs);
        uint256 count = 0;
        for (uint256 i = 0; i < pairs; ++i) {
            (uint256 taker, uint256 maker) = _match();
            uint256 takerIndex;
            uint256 makerIndex;
            (takerIndex, count) = _include(places, count, taker);
            (makerIndex, count) = _include(places, count, maker);
            fills[i] = _someFill(taker, maker);
            (fills[i].taker, fills[i].maker) = (uint16(takerIndex), uint16(makerIndex));
        }
        attempt.fills = fills;
        attempt.orders = new Candidate[](count);
        for (uint256 i = 0; i < count; ++i) {
            attempt.orders[i] = kept[places[i]];
            _nameFormerEpoch(attempt.orders[i].draft);
        }
    }

    /// Two orders that may cross: an old one, and one that suits it.
    function _match() private returns (uint256 taker, uint256 maker) {
        uint16 market = uint16(1 + _roll(3));
        if (kept.length == 0 || _chance(honest ? 60 : 30)) {
            maker = _signOrder(_somebody(), market, uint8(_roll(2)));
        } else {
            maker = _keptOrder();
        }
        SignedStructs.Order memory order = kept[maker].draft.order;
        uint8 side = (order.flags & SELL) ^ SELL;
        for (uint256 tries = 0; tries < 6 && _chance(80); ++tries) {
            taker = _keptOrder();
            SignedStructs.Order memory other = kept[taker].draft.order;
            bool suits = other.market == order.market && other.flags & SELL == side
                && other.account != order.account;
            if (suits) return _rolesOf(taker, maker);
        }
        Trader memory person = _somebody();
        while (person.account == order.account && !_odd(5)) person = _somebody();
        taker = _signOrder(person, order.market, side);
        return _rolesOf(taker, maker);
    }

    /// One-shot orders take, post-only ones rest.
    function _rolesOf(uint256 taker, uint256 maker) private view returns (uint256, uint256) {
        bool turned = kept[maker].draft.order.flags & ONE_SHOT != 0
            || kept[taker].draft.order.flags & POST_ONLY != 0;
        return turned ? (maker, taker) : (taker, maker);
    }

    /// Mostly one of the last that were signed.
    function _keptOrder() private returns (uint256) {
        uint256 count = kept.length;
        return _chance(75) && count > 16 ? count - 1 - _roll(16) : _roll(count);
    }

    function _include(uint256[] memory places, uint256 count, uint256 place)
        private
        pure
        returns (uint256 index, uint256 after_)
    {
        for (uint256 i = 0; i < count; ++i) {
            if (places[i] == place) return (i, count);
        }
        places[count] = place;
        return (count, count + 1);
    }

    function _someFill(uint256 taker, uint256 maker) private returns (BatchCodec.Fill memory fill) {
        SignedStructs.Order memory first = kept[taker].draft.order;
        SignedStructs.Order memory second = kept[maker].draft.order;
        uint256 most = _min(_left(first), _left(second));
        if (_chance(50)) fill.lots = uint32(most);
        else fill.lots = uint32(_odd(15) ? _roll(2 * most + 2) : 1 + _roll(most));
        fill.lots &= 0x7fffffff;
        bool resting = (first.flags | second.flags) & ONE_SHOT == 0;
        bool slid = second.flags & POST_ONLY != 0;
        if (!_chance(slid || resting ? 50 : 0) && !_odd(5)) return fill;
        uint256 low = _min(first.price, second.price);
        uint256 high = first.price + second.price - low;
        fill.price = uint32(low + _roll(high - low + 1)) & 0x7fffffff;
        if (_odd(5)) fill.price = uint32(_roll(2 ** 31));
        fill.auction = resting ? !slid || _chance(50) : _odd(5);
    }

    function _left(SignedStructs.Order memory order) private view returns (uint256) {
        uint256 filled = filledLots[order.account][order.nonce];
        bool resting = order.flags & ONE_SHOT == 0;
        return resting && filled < order.quantity ? order.quantity - filled : order.quantity;
    }

    function _min(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }

    /// As the batch must, or as it must not.
    function _nameFormerEpoch(Draft memory draft) private {
        bool former = uint256(draft.order.epoch) + 1 == epochs[draft.order.account];
        if (_odd(3)) former = !former;
        if (former) draft.form |= FORMER_EPOCH;
    }

    function _addWithdrawals(Attempt memory attempt, uint256 count) internal {
        attempt.withdrawals = new WithdrawalCandidate[](count);
        for (uint256 i = 0; i < count; ++i) {
            bool again = keptWithdrawals.length > 0 && _chance(30);
            uint256 place = again ? _roll(keptWithdrawals.length) : _signWithdrawal(_somebody());
            WithdrawalCandidate memory one = keptWithdrawals[place];
            if (uint256(one.draft.withdrawal.epoch) + 1 == epochs[one.draft.withdrawal.account]) {
                one.draft.form |= FORMER_EPOCH;
            }
            attempt.withdrawals[i] = one;
        }
    }

    /// Changes one thing that somebody signed, or the signature.
    function _tamper(Attempt memory attempt) internal {
        Candidate memory one = attempt.orders[_roll(attempt.orders.length)];
        SignedStructs.Order memory order = one.draft.order;
        uint256 what = _roll(11);
        if (what == 0) order.price = uint64((uint256(order.price) + 1) & 0x7fffffff);
        else if (what == 1 && order.price > 1) order.price -= 1;
        else if (what == 2) order.quantity = uint64((uint256(order.quantity) * 2) & 0x7fffffff);
        else if (what == 3) order.nonce = ++lastNonce;
        else if (what == 4) order.expiry += 1 days;
        else if (what == 5) order.account = _somebody().account;
        else if (what == 6) order.maxFeePpm += 1000;
        else if (what == 7) order.flags ^= uint8(1 << _roll(3));
        else if (what == 8) order.market = uint16(1 + (uint256(order.market) + 1) % 3);
        else if (what == 9) order.triggerPrice = order.triggerPrice == 0 ? 7 : 0;
        else _spoil(one);
    }

    function _spoil(Candidate memory one) private {
        bytes memory signature = one.draft.signature;
        // The last byte of what is a wallet's v, or else of s: another signature in any case.
        signature[signature.length - 1] ^= bytes1(uint8(4 << _roll(3)));
        one.signer = address(0);
    }
}
